/** Rows of slashes. */
import type { Offence } from '../../../shared/domain/slashing/offences.ts';
import type { Json } from '../column.ts';

export interface SlashTable {
  id: string;
  deviceId: string;
  offence: Offence;
  at: number;
  appealUntil: number;
  state: 'escrow' | 'returned' | 'executed';
  evidence: Json<unknown>;
  /** `exactJson` of the rules' `Slash`. */
  record: string;
  /** Hour whose release tells of it; null: none yet. */
  toldEpoch: number | null;
}

export interface CourtTables {
  slashes: SlashTable;
}
