/** What an amount behind a device would mean, before anything is asked: worked out by the rule that the network has. */
import type { OpenedOffer } from '../../../shared/contract/app/supports.ts';
import { supportProspect } from '../../../shared/domain/intents/support-prospect.ts';
import { inBaseUnits } from '../../../shared/units/money.ts';

export interface WhatIf {
  held: bigint;
  /** Rounded up. */
  worstCase: bigint;
  /** This account's part of all that supporters get, and of each reward of the device, in bps and rounded down. */
  partBps: number;
  rewardBps: number;
  /** Earliest moment the coins are free again. */
  freeAt: number;
  endsEarning: boolean;
}

/** @param amount  base units to put in beside what is there; 0 for what is there alone */
export const whatIf = (offer: OpenedOffer, amount: bigint, now: number): WhatIf => {
  const { shareBps, shares, noticeMs, cooldownMs } = offer;
  const { risks, ownAfter, deviceAfter, freeAt, endsEarning } = supportProspect(
    {
      ...{ shareBps, shares, noticeMs, cooldownMs },
      held: inBaseUnits(offer.held),
      ownStaked: inBaseUnits(offer.ownStaked),
      staked: inBaseUnits(offer.staked),
      required: inBaseUnits(offer.required),
    },
    inBaseUnits(amount),
    now,
  );
  const supporters = deviceAfter - offer.ownStaked;
  const partBps = supporters <= 0n ? 0 : Number((ownAfter * 10_000n) / supporters);
  return {
    held: ownAfter,
    worstCase: risks[0]?.loss ?? 0n,
    partBps,
    rewardBps: Math.floor((partBps * shareBps) / 10_000),
    freeAt: freeAt ?? now,
    endsEarning,
  };
};
