/** A PC or a rig as it really is, under whatever names it is registered. */
import { type MinuteMask, noMinutes } from '../../shared/domain/presence/minutes.ts';
import type { LinkTest } from '../../shared/domain/tiers/connectivity.ts';
import type { BetterName } from './better-name.ts';
import type { Device } from './device.ts';
import type { Operator } from './operator.ts';

export interface MachineFacts {
  /** For draws, and the same in economies that are compared. */
  readonly number: number;
  readonly operator: Operator;
  /** Which of the operator's accounts it is registered under at first. */
  readonly accountIndex: number;
  readonly className: string;
  readonly cards: number;
  /** What its line is good for. */
  readonly link: LinkTest;
  /** What part of a deadline its proofs take. */
  readonly proofPercent: number;
  /** Hour in which it is registered first. */
  readonly joinsAt: number;
  /** Bought from earnings: its owner brings no coins for it. */
  readonly isAdded: boolean;
}

export interface Machine extends MachineFacts {
  /** Registrations of now; a split machine has one for each card. */
  devices: Device[];
  /** Registrations ever. */
  registered: number;
  /** The name that a cheat goes by now; null: its own. */
  name: BetterName | null;
  /** Other classes that it was registered as, oldest first. */
  readonly names: string[];
  /** Hour in which it registers next; null: it is registered, or stays away. */
  registersAt: number | null;
  /** Milliseconds since 1970 UTC; in the past when it is there. */
  awayUntil: number;
  /** Minutes of the running hour in which it is there. */
  present: MinuteMask;
  /** Hours in which it was registered, since counting began. */
  hours: number;
  /** Rewards of its devices before supporters' parts, and pay of jobs, since counting began. */
  gross: bigint;
  /** What was slashed of its devices, from whomever, since counting began. */
  taken: bigint;
}

export const createMachine = (facts: MachineFacts): Machine => ({
  ...facts,
  devices: [],
  registered: 0,
  name: null,
  names: [],
  registersAt: facts.joinsAt,
  awayUntil: 0,
  present: noMinutes,
  hours: 0,
  gross: 0n,
  taken: 0n,
});
