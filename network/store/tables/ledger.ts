/** Rows of the double-entry ledger; append-only by the database's own triggers. */
import type { Generated, GeneratedAlways } from 'kysely';
import type { TransferKind } from '../../../shared/domain/ledger/posting.ts';

export interface TransferTable {
  id: Generated<number>;
  idempotencyKey: string;
  kind: TransferKind;
  deviceId: string | null;
  epoch: number | null;
  reference: string;
  at: number;
}

export interface PostingTable {
  transferId: number;
  account: string;
  amount: bigint;
  /** Whose wallet, earnings or stake it is; null for everything else, and for cooling stake, whose entry says it. */
  holderId: GeneratedAlways<string | null>;
}

/** Sum of an account's postings; the database keeps it. */
export interface BalanceTable {
  account: string;
  amount: bigint;
}

export interface LedgerTables {
  balances: BalanceTable;
  transfers: TransferTable;
  postings: PostingTable;
}
