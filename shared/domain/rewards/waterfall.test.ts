import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inBaseUnits, noCoins } from '../../units/money.ts';
import { mainnetParameters } from '../parameters/record.ts';
import type { TierName } from '../tiers/tier.ts';
import { distributeHour, emptyCarry, type HourDevice } from './distribute.ts';
import { hourEmission } from './emission.ts';
import {
  addWaterfalls,
  emptyWaterfall,
  type HourLine,
  hoursNotCounted,
  hourWaterfall,
  type KeptHour,
} from './waterfall.ts';

/** Device B of the network's published example: three of four proofs, 57 of 60 minutes. */
const published: HourLine = {
  ...{ pool: 425_627_240_143n, weight: 1250, count: 1, connBps: 10_050, tierBps: 10_000, rampBps: 7500, eligBps: 7125 },
  ...{ score: 671_308n, scoreSum: 1_205_903_308n, reward: 236_940_200n, ownerPart: 236_940_200n },
  ...{ minutes: 57, ineligible: null },
};
const hourOf = (line: HourLine | null, change: Partial<KeptHour> = {}): KeptHour => ({
  ...{ line, jobs: [], heldBack: 0n, stakeTaken: 0n, paid: line?.ownerPart ?? 0n },
  ...change,
});

describe('the waterfall of an hour', () => {
  it('takes the published example from a whole hour to what was paid', () => {
    // Written out: 942,187 with 10,000 bps, 895,078 with 9,500, and the sum of the others is 1,205,232,000.
    const gross = (425_627_240_143n * 942_187n) / (1_205_232_000n + 942_187n);
    const present = (425_627_240_143n * 895_078n) / (1_205_232_000n + 895_078n);
    expect(hourWaterfall(hourOf(published))).toEqual({
      ...emptyWaterfall,
      gross,
      minutes: gross - present,
      proofs: present - 236_940_200n,
      sum: 236_940_200n,
      paid: 236_940_200n,
    });
  });

  it.each([
    ['minutes', { minutes: 40, eligBps: 6666 }],
    ['proofs', { minutes: 60, eligBps: 0 }],
  ] as const)('lays an hour that fell short of %s to them', (reason, change) => {
    const line = {
      ...published,
      ...change,
      ineligible: reason,
      score: 0n,
      scoreSum: 1_205_232_000n,
      reward: 0n,
      ownerPart: 0n,
    };
    const told = hourWaterfall(hourOf(line));
    expect(told[reason]).toBe(told.gross);
    expect(told.gross).toBeGreaterThan(0n);
    expect(told.sum).toBe(0n);
  });

  it('reckons an hour without a tier as one of the first tier, and lays all of it to the gate', () => {
    const line = {
      ...{ ...published, tierBps: 0, connBps: 0, minutes: 60, eligBps: 10_000, ineligible: 'tier' },
      ...{ score: 0n, scoreSum: 1_205_232_000n, reward: 0n, ownerPart: 0n },
    };
    const told = hourWaterfall(hourOf(line));
    expect(told.gross).toBe((425_627_240_143n * 939_843n) / (1_205_232_000n + 939_843n));
    expect(told.gates.tier).toBe(told.gross);
    expect(told.sum).toBe(0n);
  });

  it.each(['part_hour', 'joined_this_hour'])('loses nothing in an hour that was none to earn: %s', (ineligible) => {
    const line = { ...published, ineligible, score: 0n, scoreSum: 0n, reward: 0n, ownerPart: 0n };
    expect(hourWaterfall(hourOf(line))).toEqual(emptyWaterfall);
  });

  it('adds jobs by their price, and takes off fees, supporters and what was held back', () => {
    const line = { ...published, ownerPart: 200_000_000n };
    const jobs = [
      { price: 1_000n, fee: 2n },
      { price: 500n, fee: 1n },
    ];
    const told = hourWaterfall(hourOf(line, { jobs, heldBack: 200_000_000n, stakeTaken: 7n, paid: 1_497n }));
    expect(told).toMatchObject({ supporters: 36_940_200n, heldBack: 200_000_000n, jobs: 1_500n, fees: 3n });
    expect(told).toMatchObject({ sum: 1_497n, paid: 1_497n, stakeTaken: 7n });
  });

  it('has nothing to say of rewards where no line was kept', () => {
    expect(hourWaterfall(hourOf(null, { heldBack: -5n, paid: 5n }))).toEqual({
      ...emptyWaterfall,
      heldBack: -5n,
      sum: 5n,
      paid: 5n,
    });
  });
});

const facts = fc.record({
  count: fc.integer({ min: 1, max: 8 }),
  connectivityTier: fc.constantFrom(0, 1, 2, 3, 4),
  tier: fc.constantFrom<TierName>('unranked', 'bronze', 'silver', 'gold', 'platinum'),
  verifiedHours: fc.nat(300),
  continuousUptimeMinutes: fc.nat(900),
  minutes: fc.nat(60),
  proofsPassed: fc.nat(4),
  proofsAsked: fc.constant(4),
  isExempt: fc.boolean(),
  staked: fc.bigInt(0n, 10n).map(inBaseUnits),
  ownerStaked: fc.bigInt(0n, 10n).map(inBaseUnits),
  required: fc.constant(inBaseUnits(5n)),
});
const hours = fc.array(
  fc.record({
    devices: fc.array(fc.record({ className: fc.constantFrom('h100', 'rtx-4090', 'b200', 'nothing'), facts }), {
      minLength: 1,
      maxLength: 6,
    }),
    shareBps: fc.nat(8_000),
    jobs: fc.array(fc.record({ price: fc.bigInt(0n, 10n ** 12n), fee: fc.bigInt(0n, 10n ** 6n) }), { maxLength: 2 }),
    isHeld: fc.boolean(),
  }),
  { minLength: 1, maxLength: 5 },
);

/** Of the first device of each hour, as the network's own rules close it, and what the ledger would have. */
const keptOf = ({
  devices,
  shareBps,
  jobs,
  isHeld,
}: (typeof hours extends fc.Arbitrary<infer T> ? T : never)[number]): KeptHour => {
  const named = devices.map((device, at): HourDevice => ({ ...device, deviceId: `d${at}` }) as HourDevice);
  const closed = distributeHour(
    { epoch: 1, emission: hourEmission(0, 0, 720), carriedIn: { ...emptyCarry, community: noCoins }, devices: named },
    mainnetParameters,
  );
  const { reward, ...line } = closed.rewards.find(
    ({ deviceId }) => deviceId === 'd0',
  ) as (typeof closed.rewards)[number];
  const ownerPart = reward - (reward * BigInt(shareBps)) / 10_000n;
  const heldBack = isHeld ? ownerPart : 0n;
  const pay = jobs.reduce((sum, { price, fee }) => sum + price - fee, 0n);
  return { line: { ...line, reward, ownerPart }, jobs, heldBack, stakeTaken: 0n, paid: ownerPart - heldBack + pay };
};

describe('waterfalls of any hours', () => {
  it('end at what the ledger paid, to the base unit, and no step gives anything back', () => {
    fc.assert(
      fc.property(hours, (drawn) => {
        const steps = drawn.map((each) => hourWaterfall(keptOf(each)));
        for (const step of [...steps, addWaterfalls(steps)]) {
          expect(step.sum).toBe(step.paid);
          const { gross, minutes, proofs, gates, supporters, heldBack, jobs, fees } = step;
          const lost = [minutes, proofs, ...Object.values(gates), supporters];
          for (const each of [gross, ...lost]) expect(each).toBeGreaterThanOrEqual(0n);
          expect(gross + jobs - lost.reduce((sum, each) => sum + each, 0n) - heldBack - fees).toBe(step.paid);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('count the hours that earned nothing by their reason, the most of them first', () => {
    const failed = (ineligible: string) => ({ line: { ...published, ineligible } });
    expect(
      hoursNotCounted([{ line: published }, failed('stake'), { line: null }, failed('uptime'), failed('stake')]),
    ).toEqual([
      { reason: 'stake', hours: 2 },
      { reason: 'not_heard', hours: 1 },
      { reason: 'uptime', hours: 1 },
    ]);
  });
});
