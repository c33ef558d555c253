/**
 * What it would mean for a supporter to put coins behind a device, or to leave it. The network puts it into the text that
 * is signed, and the app works it out again from its own reading of the offer. The owner's own moves are in `prospect.ts`.
 */
import { type BaseUnits, inBaseUnits, noCoins } from '../../units/money.ts';
import type { EpochMs } from '../../units/time.ts';
import { bpsOfRoundedUp } from '../amounts/bps.ts';
import type { Offence } from '../slashing/offences.ts';
import { supportersLoss } from '../slashing/risks.ts';
import type { IntentDestination, IntentProspect } from './facts.ts';
import { gravestFirst, isShort } from './prospect.ts';

/** A supporter's coins on one device, now, and what they stand beside. */
export interface Backing {
  /** The supporter's own that count. */
  readonly held: BaseUnits;
  /** The device owner's that count. */
  readonly ownStaked: BaseUnits;
  /** All stake that counts, of owner and supporters. */
  readonly staked: BaseUnits;
  readonly required: BaseUnits;
  /** Part of each reward that goes to supporters, in bps. */
  readonly shareBps: number;
  /** What each offence would cost the device as things stand: repeated ones cost more. */
  readonly shares: readonly { readonly offence: Offence; readonly bps: number }[];
  /** The notice, and the cooldown after it. */
  readonly noticeMs: number;
  readonly cooldownMs: number;
}

/** The owner pays first: what a supporter loses is what is left of a slash. Notice could be given at once. */
const prospectOf = (after: Backing, destination: IntentDestination, now: EpochMs): IntentProspect => ({
  risks: after.shares
    .map(({ offence: cause, bps }) => ({
      cause,
      bps,
      loss: supportersLoss(after, bpsOfRoundedUp(after.staked, bps)),
    }))
    .toSorted(gravestFirst),
  destination,
  ownAfter: after.held,
  deviceAfter: after.staked,
  required: after.required,
  freeAt: now + after.noticeMs + after.cooldownMs,
  fee: noCoins,
  endsEarning: isShort({ own: after.ownStaked, counted: after.staked, required: after.required }),
  shareBps: after.shareBps,
});

export const supportProspect = (before: Backing, amount: BaseUnits, now: EpochMs): IntentProspect =>
  prospectOf(
    { ...before, held: inBaseUnits(before.held + amount), staked: inBaseUnits(before.staked + amount) },
    { kind: 'stake' },
    now,
  );

/** The coins stay at stake until the notice is over, and cool then. */
export const leaveProspect = (before: Backing, now: EpochMs): IntentProspect =>
  prospectOf(before, { kind: 'cooling' }, now);
