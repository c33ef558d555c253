import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inBaseUnits } from '../../units/money.ts';
import type { ComplianceLevel } from '../tiers/tier.ts';
import { type SeatCandidate, seatsOf } from './seats.ts';
import { validatorStakeNeeded } from './validator.ts';

const candidate = (validatorId: string, change: Partial<SeatCandidate> = {}): SeatCandidate => ({
  validatorId,
  complianceLevel: 2,
  stake: validatorStakeNeeded,
  address: '203.0.113.7',
  registeredAt: 1,
  bannedUntil: null,
  ...change,
});
const real = { isPlay: false };

it('seats whoever registered first in one network of addresses', () => {
  const seats = seatsOf(
    [
      candidate('late', { registeredAt: 2 }),
      candidate('first'),
      candidate('elsewhere', { registeredAt: 3, address: '198.51.100.7' }),
    ],
    real,
  );
  expect([...seats]).toEqual([
    ['first', null],
    ['late', 'NETWORK_TAKEN'],
    ['elsewhere', null],
  ]);
});

it('gives the network to the next while the first is banned or has too little', () => {
  for (const change of [{ bannedUntil: 9 }, { stake: inBaseUnits(validatorStakeNeeded - 1n) }])
    expect(seatsOf([candidate('first', change), candidate('next', { registeredAt: 2 })], real).get('next')).toBeNull();
});

it('says why one has no seat', () => {
  const refusals = seatsOf(
    [
      candidate('a', { bannedUntil: 9 }),
      candidate('b', { complianceLevel: 1 }),
      candidate('c', { stake: inBaseUnits(0n) }),
      candidate('d', { address: 'here' }),
    ],
    real,
  );
  expect([...refusals.values()]).toEqual(['BANNED', 'COMPLIANCE_TOO_LOW', 'STAKE_TOO_LOW', 'ADDRESS_UNREADABLE']);
});

it('lets many sit on one PC of a play network', () => {
  const both = [candidate('a', { address: '127.0.0.1' }), candidate('b', { address: '127.0.0.1' })];
  expect([...seatsOf(both, { isPlay: true }).values()]).toEqual([null, null]);
  expect([...seatsOf(both, real).values()]).toEqual([null, 'NETWORK_TAKEN']);
});

it('is the same in every order, and never seats two in one network', () => {
  const anyone = fc.uniqueArray(
    fc.record({
      validatorId: fc.nat(50).map((number) => `v${number}`),
      complianceLevel: fc.constantFrom<ComplianceLevel>(1, 2),
      address: fc.nat(4).map((block) => `203.0.${block}.7`),
      registeredAt: fc.nat(3),
      bannedUntil: fc.constantFrom(null, 9),
    }),
    { selector: ({ validatorId }) => validatorId, maxLength: 12 },
  );
  fc.assert(
    fc.property(anyone, (drawn) => {
      const all = drawn.map(({ validatorId, ...facts }) => candidate(validatorId, facts));
      const seats = seatsOf(all, real);
      expect([...seatsOf(all.toReversed(), real)]).toEqual([...seats]);
      const taken = all.filter(({ validatorId }) => seats.get(validatorId) === null).map(({ address }) => address);
      expect(new Set(taken).size).toBe(taken.length);
    }),
    { numRuns: 10_000 },
  );
});
