import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tierNames } from '../../contract/app/tier.ts';
import { type BaseUnits, inBaseUnits, ioText } from '../../units/money.ts';
import { proRata } from '../amounts/pro-rata.ts';
import { mainnetParameters } from '../parameters/record.ts';
import { requiredStake } from '../staking/required.ts';
import type { ConnectivityTier } from '../tiers/connectivity.ts';
import { tierLevel } from '../tiers/tier.ts';
import { classNamed } from './classes.ts';
import { carryOf, distributeHour, emptyCarry, type HourDevice } from './distribute.ts';
import type { HourFacts } from './eligibility.ts';
import { hourEmission } from './emission.ts';
import { scoreHour, scoreOf } from './score.ts';

const emission = hourEmission(0, 0, 744);
const close = (devices: readonly HourDevice[], carriedIn = emptyCarry) =>
  distributeHour({ epoch: 1, emission, carriedIn, devices }, mainnetParameters);
const runs = { numRuns: 2_000 };

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

const anyFacts: fc.Arbitrary<HourFacts> = fc
  .record({
    count: fc.integer({ min: 1, max: 64 }),
    connectivityTier: fc.constantFrom<ConnectivityTier[]>(0, 1, 2, 3, 4),
    tier: fc.constantFrom(...tierNames),
    verifiedHours: fc.nat(400),
    continuousUptimeMinutes: fc.constantFrom(0, 299, 300, 10_000),
    minutes: fc.integer({ min: 40, max: 60 }),
    proofsPassed: fc.integer({ min: 0, max: 4 }),
    proofsAsked: fc.constant(4),
    isExempt: fc.boolean(),
    staked: fc.bigInt(90n, 130n).map(inBaseUnits),
    required: fc.constant(inBaseUnits(100n)),
  })
  .map((seen) => ({ ...seen, ownerStaked: seen.staked }));

const anyDevices: fc.Arbitrary<HourDevice[]> = fc.uniqueArray(
  fc.record({
    deviceId: fc.stringMatching(/^[a-z0-9]{1,6}$/),
    className: fc.constantFrom('h100', 'b200', 'rtx-4090', 'rtx-3060', 'l4', 'unlisted'),
    facts: anyFacts,
  }),
  { selector: ({ deviceId }) => deviceId, maxLength: 12 },
);

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

  it('loses no coin: rewards and what is carried are what was minted and carried in', () => {
    fc.assert(
      fc.property(anyDevices, fc.bigInt(0n, 10n ** 12n), (devices, carried) => {
        const result = close(devices, { enterprise: inBaseUnits(carried), community: inBaseUnits(carried) });
        for (const { pool, minted, carriedIn, paid, carriedOut } of result.pools) {
          const members = result.rewards.filter(({ poolName }) => poolName === pool);
          const eligible = members.filter(({ score }) => score > 0n).length;
          const sum = members.reduce((total, { reward }) => total + reward, 0n);
          expect(sum).toBe(paid);
          expect(paid + carriedOut).toBe(minted + carriedIn);
          if (eligible > 0) expect(carriedOut < BigInt(eligible)).toBe(true);
          else expect(paid).toBe(0n);
        }
      }),
      runs,
    );
  });

  it('gives the same result in every order of devices', () => {
    const shuffled = anyDevices.chain((devices) =>
      fc.tuple(
        fc.constant(devices),
        fc.shuffledSubarray([...devices], { minLength: devices.length, maxLength: devices.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([devices, other]) => {
        expect(close(other)).toEqual(close(devices));
      }),
      runs,
    );
  });

  it('pays nothing below the required stake, without a tier or below 45 minutes', () => {
    fc.assert(
      fc.property(anyDevices, (devices) => {
        const paid = new Map(close(devices).rewards.map(({ deviceId, reward }) => [deviceId, reward]));
        for (const { deviceId, facts: seen } of devices) {
          if (seen.staked < seen.required || tierLevel(seen.tier) === 0 || seen.minutes < 45) {
            expect(paid.get(deviceId)).toBe(0n);
          }
        }
      }),
      runs,
    );
  });

  it('never pays a device less for a higher score of its own', () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt(0n, 10n ** 12n), { maxLength: 8 }),
        fc.bigInt(0n, 10n ** 12n),
        fc.bigInt(0n, 10n ** 12n),
        fc.bigInt(0n, 10n ** 13n),
        (others, own, more, pool) => {
          expect(mine(pool, own + more, others) >= mine(pool, own, others)).toBe(true);
        },
      ),
      runs,
    );
  });

  it('never pays two halves of a score more than the whole', () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt(0n, 10n ** 12n), { maxLength: 8 }),
        fc.bigInt(0n, 10n ** 12n),
        fc.bigInt(0n, 10n ** 12n),
        fc.bigInt(0n, 10n ** 13n),
        (others, half, otherHalf, pool) => {
          const split = mine(pool, half, [otherHalf, ...others]) + mine(pool, otherHalf, [half, ...others]);
          expect(split <= mine(pool, half + otherHalf, others)).toBe(true);
        },
      ),
      runs,
    );
  });
});

const mine = (pool: bigint, own: bigint, others: readonly bigint[]): BaseUnits => {
  const parts = [own, ...others].map((weight, index) => ({ id: index === 0 ? 'own' : `other-${index}`, weight }));
  const { shares } = proRata(inBaseUnits(pool), parts);
  return shares.find(({ id }) => id === 'own')?.amount ?? inBaseUnits(-1n);
};

describe('a score', () => {
  const factor = fc.integer({ min: 0, max: 12_000 });
  const anyFactors = fc.record({
    weight: fc.integer({ min: 0, max: 30_000 }),
    count: fc.integer({ min: 1, max: 64 }),
    connBps: factor,
    tierBps: factor,
    rampBps: factor,
    eligBps: factor,
  });

  it('never falls when one factor rises', () => {
    const names = ['weight', 'count', 'connBps', 'tierBps', 'rampBps', 'eligBps'] as const;
    fc.assert(
      fc.property(anyFactors, fc.constantFrom(...names), fc.nat(20_000), (factors, name, more) => {
        expect(scoreOf({ ...factors, [name]: factors[name] + more }) >= scoreOf(factors)).toBe(true);
      }),
      runs,
    );
  });

  const h100 = classNamed('h100', mainnetParameters.classes);
  const scoreOfFacts = (seen: HourFacts): bigint => scoreHour(seen, h100, mainnetParameters).score;

  it('never falls with one more proof passed, minute, verified hour or step of the link', () => {
    fc.assert(
      fc.property(anyFacts, (seen) => {
        const better: HourFacts[] = [
          { ...seen, minutes: Math.min(60, seen.minutes + 1) },
          { ...seen, proofsPassed: Math.min(seen.proofsAsked, seen.proofsPassed + 1) },
          { ...seen, verifiedHours: seen.verifiedHours + 1 },
          { ...seen, connectivityTier: 4 },
          { ...seen, tier: 'platinum' },
        ];
        for (const improved of better) expect(scoreOfFacts(improved) >= scoreOfFacts(seen)).toBe(true);
      }),
      runs,
    );
  });

  it('of a hired device never depends on its proofs', () => {
    fc.assert(
      fc.property(anyFacts, (seen) => {
        const hired = { ...seen, isExempt: true };
        expect(scoreOfFacts({ ...hired, proofsPassed: 0 })).toBe(
          scoreOfFacts({ ...hired, proofsPassed: hired.proofsAsked }),
        );
        expect(scoreOfFacts(hired) >= scoreOfFacts({ ...seen, isExempt: false })).toBe(true);
      }),
      runs,
    );
  });
});
