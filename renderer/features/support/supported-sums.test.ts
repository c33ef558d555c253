import { expect, it } from 'vitest';
import type { Supported } from '../../../shared/contract/app/supports.ts';
import { claimableOf, coolingOf, earnedOf, heldOf, mostToLoseOf } from './supported-sums.ts';

const supported = (held: bigint, losses: readonly bigint[], cooling: readonly bigint[] = []): Supported => ({
  deviceId: 'd',
  class: 'h100',
  count: 1,
  held,
  deviceStaked: 1_000n,
  shareBps: 3_000,
  ownPartBps: 100,
  earned: 9n,
  claimable: 4n,
  leavesAt: null,
  freeAt: null,
  leavingMs: 21,
  cooling: cooling.map((amount, index) => ({ id: `${index}`, amount, askedAt: 0, freeAt: 1 })),
  risks: losses.map((loss) => ({ offence: 'O5', bps: 5_000, loss })),
});

it('adds up the worst of each device, whatever the order of its causes', () => {
  const all = [supported(40n, [0n, 40n, 10n]), supported(15n, [15n, 0n], [3n, 4n])];
  expect([heldOf(all), mostToLoseOf(all), coolingOf(all)]).toEqual([55n, 55n, 7n]);
  expect([earnedOf(all), claimableOf(all)]).toEqual([18n, 8n]);
  expect([heldOf([]), mostToLoseOf([]), coolingOf([])]).toEqual([0n, 0n, 0n]);
});
