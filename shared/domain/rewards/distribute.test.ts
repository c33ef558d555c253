import { describe, expect, it } from 'vitest';
import { inBaseUnits, ioText } from '../../units/money.ts';
import { proRata } from '../amounts/pro-rata.ts';
import { mainnetParameters } from '../parameters/record.ts';
import { requiredStake } from '../staking/required.ts';
import { classNamed } from './classes.ts';
import { carryOf, distributeHour, emptyCarry, type HourDevice } from './distribute.ts';
import type { HourFacts } from './eligibility.ts';
import { hourEmission } from './emission.ts';
import { scoreHour } from './score.ts';

const emission = hourEmission(0, 0, 744);
const close = (devices: readonly HourDevice[], carriedIn = emptyCarry) =>
  distributeHour({ epoch: 1, emission, carriedIn, devices }, mainnetParameters);

const facts = (className: string, count: number, more: Partial<HourFacts>): HourFacts => {
  const required = requiredStake(
    classNamed(className, mainnetParameters.classes).weightMilli,
    count,
    mainnetParameters,
  );
  return {
    count,
    connectivityTier: 4,
    tier: 'gold',
    verifiedHours: 180,
    continuousUptimeMinutes: 6_000,
    minutes: 60,
    proofsPassed: 4,
    proofsAsked: 4,
    isExempt: false,
    staked: required,
    ownerStaked: required,
    required,
    ...more,
  };
};

const deviceA: HourDevice = { deviceId: 'a', className: 'h100', facts: facts('h100', 8, {}) };
const deviceB: HourDevice = {
  deviceId: 'b',
  className: 'rtx-4090',
  facts: facts('rtx-4090', 1, { tier: 'bronze', connectivityTier: 2, verifiedHours: 96, proofsPassed: 3, minutes: 57 }),
};
const deviceC: HourDevice = {
  deviceId: 'c',
  className: 'h200',
  facts: facts('h200', 8, { tier: 'platinum', isExempt: true, proofsPassed: 0, proofsAsked: 0 }),
};

describe('the worked hour of the rule set', () => {
  it('scores the three devices', () => {
    const { rewards } = close([deviceA, deviceB, deviceC]);
    expect(rewards.map(({ score }) => score)).toEqual([88_880_000n, 671_308n, 116_352_000n]);
    expect(rewards[1]).toMatchObject({
      rampBps: 7_500,
      eligBps: 7_125,
      connBps: 10_050,
      tierBps: 10_000,
      ineligible: null,
    });
  });

  it('pays each to the last base unit beside others of 1,000,000,000', () => {
    const pool = inBaseUnits(425_627_240_143n);
    const scored = [deviceA, deviceB, deviceC].map(({ deviceId, className, facts: seen }) => ({
      id: deviceId,
      weight: scoreHour(seen, classNamed(className, mainnetParameters.classes), mainnetParameters).score,
    }));
    const { shares, dust } = proRata(pool, [...scored, { id: 'others', weight: 1_000_000_000n }]);
    expect(shares.map(({ amount }) => ioText(amount))).toEqual([
      '313.70466315',
      '2.36940200',
      '410.66792268',
      '3529.53041358',
    ]);
    expect(dust).toBe(2n);
  });
});

describe('closing an hour', () => {
  it('keeps a pool without an eligible device whole for its next hour', () => {
    const first = close([deviceA]);
    expect(carryOf(first).community).toBe(22_401_433_692n);
    const second = close([deviceA], carryOf(first));
    expect(second.pools[1]).toMatchObject({
      pool: 'community',
      carriedIn: 22_401_433_692n,
      carriedOut: 44_802_867_384n,
    });
  });

  it('shows a device what its hour would have counted, and why it was paid nothing', () => {
    const idle = { ...deviceA, facts: { ...deviceA.facts, minutes: 44 } };
    expect(close([idle]).rewards[0]).toMatchObject({ reward: 0n, score: 0n, ineligible: 'minutes', eligBps: 7_333 });
  });
});
