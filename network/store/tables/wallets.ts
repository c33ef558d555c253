/** Rows of wallets' changes: every key and address that an account ever named, with how each ended. */
export interface WalletChangeTable {
  id: string;
  accountId: string;
  /** 1, 2, 3 … in each account. */
  number: number;
  kind: WalletChangeKind;
  value: string;
  askedAt: number;
  /** Key of the owner. */
  askedBy: string;
  effectiveAt: number;
  /** The wallet of before agreed. */
  isSigned: boolean;
  state: 'waiting' | 'made' | 'cancelled';
  endedAt: number | null;
  /** Key of the owner who cancelled it; null: nobody did. */
  endedBy: string | null;
}
export type WalletChangeKind = 'wallet_key' | 'payout_address';

export interface WalletsTables {
  walletChanges: WalletChangeTable;
}
