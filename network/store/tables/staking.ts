/** Rows of stake: who supports what on which terms, what is on its way out, and who stakes earnings again. */
import type { Generated } from 'kysely';

export interface CoolingTable {
  id: string;
  deviceId: string;
  /** Account whose coins they are. */
  holderId: string;
  amount: bigint;
  askedAt: number;
  freeAt: number;
  endedAt: number | null;
}

/** Everyone who supports a device or ever did. How much counts is in the ledger. */
export interface SupporterTable {
  deviceId: string;
  holderId: string;
  isIn: boolean;
  /** End of a notice that runs. */
  leavesAt: number | null;
}

/** Every notice that was ever given: it moves no coins, so no transfer tells that it was. */
export interface NoticeTable {
  id: string;
  deviceId: string;
  holderId: string;
  givenAt: number;
  leavesAt: number;
}

/** What an owner offers supporters, and what a supporter looks for in it, as it was when it was read last. */
export interface OfferTable {
  deviceId: string;
  shareBps: number;
  /** Takes supporters' coins now. */
  isOpen: boolean;
  /** 0 unranked .. 4 platinum. */
  tierLevel: number;
  uptimeBps: number;
  required: bigint;
  staked: bigint;
  /** By the owner alone; null: last read before this was kept. */
  ownStaked: bigint | null;
  capacity: bigint;
  room: bigint;
  supporters: number;
  recentSlashes: number;
  readAt: number;
}

/** A holder whose earnings on a device are staked again every day. */
export interface CompoundingTable {
  deviceId: string;
  holderId: string;
  since: number;
  /** Hour at whose end it was done last. */
  doneEpoch: number | null;
  /** What found no room then and is to be paid out. */
  leftOver: Generated<bigint>;
}

export interface StakingTables {
  cooling: CoolingTable;
  supporters: SupporterTable;
  notices: NoticeTable;
  offers: OfferTable;
  compounding: CompoundingTable;
}
