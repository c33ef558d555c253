/** Rows of stake on its way out. What counts is in the ledger. */
export interface CoolingTable {
  id: string;
  deviceId: string;
  amount: bigint;
  askedAt: number;
  freeAt: number;
  endedAt: number | null;
}

export interface StakingTables {
  cooling: CoolingTable;
}
