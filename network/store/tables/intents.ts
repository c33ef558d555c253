/** Rows of intents. A signed one stays with its text and signature, as evidence of what was agreed to. */
import type { Json } from '../column.ts';

export interface IntentTable {
  id: string;
  accountId: string;
  deviceId: string;
  /** `exactJson` of what was asked. */
  asked: string;
  /** `exactJson` of the rules' `IntentFacts`. */
  facts: string;
  text: string;
  createdAt: number;
  expiresAt: number;
  /** `refused`: it was signed, and the rules did not allow it then. It stays so. */
  state: 'open' | 'done' | 'refused';
  endedAt: number | null;
  signature: string | null;
  /** The first answer to its signature, given again to every later one. */
  outcome: Json<unknown> | null;
}

export interface IntentsTables {
  intents: IntentTable;
}
