import { describe, expect, it } from 'vitest';
import { inBaseUnits } from '../../units/money.ts';
import { localnetParameters, mainnetParameters } from '../parameters/record.ts';
import { connBps, eligBps, failedGate, type HourFacts, rampBps } from './eligibility.ts';

const eligible: HourFacts = {
  count: 1,
  connectivityTier: 1,
  tier: 'bronze',
  verifiedHours: 12,
  continuousUptimeMinutes: 300,
  minutes: 45,
  proofsPassed: 3,
  proofsAsked: 4,
  isExempt: false,
  staked: inBaseUnits(100n),
  ownerStaked: inBaseUnits(50n),
  required: inBaseUnits(100n),
};

describe('the gates of an hour', () => {
  it('lets a device through that meets each of them exactly', () => {
    expect(failedGate(eligible, 1, mainnetParameters)).toBeNull();
  });

  it.each<[string, Partial<HourFacts>, string]>([
    ['44 minutes', { minutes: 44 }, 'minutes'],
    ['two proofs', { proofsPassed: 2 }, 'proofs'],
    ['one unit of stake too little', { staked: inBaseUnits(99n) }, 'stake'],
    ['an owner with less than half of the requirement', { ownerStaked: inBaseUnits(49n) }, 'stake'],
    ['no tier', { tier: 'unranked' }, 'tier'],
    ['a link below every step', { connectivityTier: 0 }, 'tier'],
    ['eleven verified hours', { verifiedHours: 11 }, 'verified_hours'],
    ['299 minutes since the restart', { continuousUptimeMinutes: 299 }, 'uptime'],
    ['several failures, of which the first counts', { tier: 'unranked', minutes: 0 }, 'minutes'],
  ])('stops a device with %s', (_title, change, gate) => {
    expect(failedGate({ ...eligible, ...change }, 1, mainnetParameters)).toBe(gate);
  });

  it('stops a class without a weight before anything else', () => {
    expect(failedGate({ ...eligible, minutes: 0 }, 0, mainnetParameters)).toBe('class');
  });

  it('asks no proofs of a hired device', () => {
    expect(
      failedGate({ ...eligible, isExempt: true, proofsPassed: 0, proofsAsked: 0 }, 1, mainnetParameters),
    ).toBeNull();
  });

  it('drops hours and uptime on Localnet, and nothing else', () => {
    const local = localnetParameters({ hourMs: 3_600_000 });
    const fresh = { ...eligible, verifiedHours: 0, continuousUptimeMinutes: 45 };
    expect(failedGate(fresh, 1, local)).toBeNull();
    expect(failedGate({ ...fresh, staked: inBaseUnits(0n) }, 1, local)).toBe('stake');
    expect(failedGate({ ...fresh, tier: 'unranked' }, 1, local)).toBe('tier');
    expect(failedGate({ ...fresh, minutes: 44 }, 1, local)).toBe('minutes');
  });
});

describe('the part of an hour that counts', () => {
  const hour = { minutes: 57, proofsPassed: 3, proofsAsked: 4, isExempt: false };

  it.each([
    ['3 of 4 proofs and 57 minutes', hour, 7_125],
    ['every proof and every minute', { ...hour, minutes: 60, proofsPassed: 4 }, 10_000],
    ['two proofs', { ...hour, proofsPassed: 2 }, 0],
    ['no proof asked', { ...hour, proofsPassed: 0, proofsAsked: 0 }, 0],
    ['a hired device without proofs', { ...hour, isExempt: true, proofsPassed: 0, proofsAsked: 0 }, 9_500],
  ])('is for %s', (_title, facts, expected) => expect(eligBps(facts, mainnetParameters)).toBe(expected));

  it.each([
    [0, 5_000],
    [12, 5_000],
    [96, 7_500],
    [180, 10_000],
    [10_000, 10_000],
  ])('trusts a device of %i verified hours with %i bps', (hours, bps) => expect(rampBps(hours)).toBe(bps));

  it('adds a quarter of a percent per step of the link', () => {
    expect(([0, 1, 2, 3, 4] as const).map(connBps)).toEqual([0, 10_025, 10_050, 10_075, 10_100]);
  });
});
