/**
 * What a signed intent is about, as a value: the one move of coins that is asked for, and everything it would mean. The
 * clear text that a wallet signs is made of it and read back into it; this file knows no text.
 */
import type { BaseUnits } from '../../units/money.ts';
import type { EpochMs } from '../../units/time.ts';
import type { Offence } from '../slashing/offences.ts';

export const intentActions = ['stake', 'unstake', 'claim', 'support', 'leave'] as const;
export type IntentAction = (typeof intentActions)[number];

/** How long a text may be signed after it was made. By the clock, not in network hours: it guards a signature. */
export const intentLifetimeMs = 600_000;

/** An offence, or that coins left for an address that is somebody else's. */
export type IntentCause = Offence | 'wrong_address';

export interface IntentRisk {
  readonly cause: IntentCause;
  /** Share of what is in reach, in bps. */
  readonly bps: number;
  /** Base units that would be lost, rounded up. */
  readonly loss: BaseUnits;
}

export type IntentDestination =
  | { readonly kind: 'stake' }
  | { readonly kind: 'cooling' }
  /** Free coins of the account in the network's ledger. */
  | { readonly kind: 'wallet' }
  | { readonly kind: 'address'; readonly address: string };

/** What would follow from a move, whoever asks for it. */
export interface IntentProspect {
  /** The gravest first; empty: nothing can be lost by it. */
  readonly risks: readonly IntentRisk[];
  readonly destination: IntentDestination;
  /** The account's own stake on the device once it is done. */
  readonly ownAfter: BaseUnits;
  /** All stake that counts on the device once it is done. */
  readonly deviceAfter: BaseUnits;
  readonly required: BaseUnits;
  /** Earliest moment at which the coins are free; null: at once. */
  readonly freeAt: EpochMs | null;
  readonly fee: BaseUnits;
  /** The device has too little at stake for hourly rewards then. */
  readonly endsEarning: boolean;
  /** Part of each of the device's rewards that goes to its supporters, in bps; null: the move is none of a supporter's. */
  readonly shareBps: number | null;
}

export interface IntentFacts extends IntentProspect {
  readonly intentId: string;
  readonly action: IntentAction;
  /** Name of the network, 1 to 64 printable ASCII characters. */
  readonly network: string;
  /** The network's own key, so that two networks of one name are two. */
  readonly networkKey: string;
  readonly accountId: string;
  readonly deviceId: string;
  readonly amount: BaseUnits;
  readonly expiresAt: EpochMs;
}
