import { expect, it } from 'vitest';
import type { OpenedOffer } from '../../../shared/contract/app/supports.ts';
import { whatIf } from './what-if.ts';

const offer: OpenedOffer = {
  deviceId: 'd',
  shareBps: 3_000,
  class: 'h100',
  count: 8,
  tier: 'gold',
  uptimeBps: 9_940,
  required: 250n,
  staked: 500n,
  ownStaked: 300n,
  room: 100n,
  supporters: 1,
  placesLeft: 15,
  recentSlashes: 0,
  isOpen: true,
  shares: [
    { offence: 'O1', bps: 50 },
    { offence: 'O7', bps: 10_000 },
  ],
  noticeMs: 7,
  cooldownMs: 14,
  held: 0n,
  free: 1_000n,
};

it('says what is lost at worst, what part of each reward it brings, and when it is back', () => {
  expect(whatIf(offer, 100n, 1_000)).toEqual({
    held: 100n,
    worstCase: 100n,
    partBps: 3_333,
    rewardBps: 999,
    freeAt: 1_021,
    endsEarning: false,
  });
});

it('counts what is there already, and has no part where nobody supports', () => {
  expect(whatIf({ ...offer, held: 200n }, 50n, 0)).toMatchObject({ held: 250n, worstCase: 250n, partBps: 10_000 });
  expect(whatIf({ ...offer, staked: 300n }, 0n, 0)).toMatchObject({ partBps: 0, rewardBps: 0, worstCase: 0n });
});
