import { expect, it } from 'vitest';
import { coolingOf, earned, escrow, holdingPlace, jobHeld, poolCarry, stakeOf, wallet } from './account.ts';

it.each([
  [wallet('a'), 'wallet'],
  [earned('estimate', 'd', 'a'), 'estimate'],
  [earned('confirmed', 'd', 'a'), 'confirmed'],
  [stakeOf('d', 'a'), 'stake'],
  [coolingOf('d', 'e'), 'cooling'],
  [escrow('s'), null],
  [jobHeld('j'), null],
  [poolCarry('community'), null],
  ['burned', null],
])('finds %s to be coins in the place %s', (account, place) => expect(holdingPlace(account)).toBe(place));
