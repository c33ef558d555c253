/** Rows of the Astronaut Program: deeds, who shows under which tag, who came by whom, and what was done for which month. */
import type { Deed } from '../../../shared/domain/astronaut/points.ts';
import type { Json } from '../column.ts';

/** Only ever added to. */
export interface DeedTable {
  id: string;
  accountId: string;
  kind: Deed['kind'];
  at: number;
  /** What the kind tells beside these. */
  facts: Json<Record<string, string | number>>;
}

export interface AstronautTable {
  accountId: string;
  /** Under which it is in the public list; null: it is not. */
  tag: string | null;
  /** By which accounts come. */
  referralCode: string;
}

export interface ReferralTable {
  accountId: string;
  referrerId: string;
  at: number;
}

/** Each is done once for each 720 network hours. */
export interface AstronautTurnTable {
  kind: 'uptime' | 'payout';
  month: number;
}

export interface AstronautTables {
  deeds: DeedTable;
  astronauts: AstronautTable;
  referrals: ReferralTable;
  astronautTurns: AstronautTurnTable;
}
