import { describe, expect, it } from 'vitest';
import { inBaseUnits } from '../../units/money.ts';
import { jobPay } from '../ledger/job-fees.ts';
import { classNamed } from '../rewards/classes.ts';
import { poolShares } from '../rewards/emission.ts';
import { offenceBps } from '../slashing/offences.ts';
import { changeableKey, changeableKeys } from './changeable.ts';
import { mainnetParameters, type ParameterRecord } from './record.ts';

const keyOf = (name: string) => {
  const key = changeableKey(name);
  if (key === null) throw new Error(`no key ${name}`);
  return key;
};
const applied = (name: string, value: unknown): ParameterRecord => keyOf(name).apply(mainnetParameters, value);

describe('what may change', () => {
  it.each(['emissionCap', 'hourMs', 'isPlay', 'calendar', 'grant', 'name', 'version', 'constructor', '__proto__'])(
    'leaves %s alone for good',
    (name) => expect(changeableKey(name)).toBeNull(),
  );

  it.each([
    ['cooldownHours', [336, 672], [335, 673, 336.5, '336', null, Number.NaN]],
    ['appealHours', [720, 1_440], [719, 1_441]],
    ['enterpriseShareBps', [5_000, 9_900], [4_999, 9_901]],
    ['capacityTimesRequired', [3, 8], [2, 9]],
    ['supporterNoticeHours', [24, 336], [23, 337]],
    ['maxSupportersPerDevice', [1, 64], [0, 65]],
    ['maxDevicesPerSupporter', [1, 16], [0, 17]],
    ['uptimeMinutesNeeded', [0, 1_440], [-1, 1_441]],
    ['verifiedHoursNeeded', [0, 168], [-1, 169]],
    ['minutesNeeded', [30, 60], [29, 61]],
    ['payoutEveryHours', [1, 720], [0, 721]],
    ['inferenceSampleBps', [0, 100, 10_000], [-1, 10_001, 0.5]],
    ['inferenceTokenPrice', ['1000', '100000000'], ['999', '100000001', 1_000]],
    ['shadowEvery', [1, 1_000], [0, 1_001]],
    ['requiredStakeUnit', ['2000000000', '200000000000'], ['1999999999', '200000000001', '-1', 200]],
    ['verifier', ['reference', 'webassembly'], ['mine', null]],
    ['shadowVerifier', ['reference', null], ['mine', undefined]],
    [
      'jobFees',
      [
        { reservationBps: 500, dollarBps: 0 },
        { reservationBps: 100, dollarBps: 400 },
      ],
      [{ reservationBps: 101, dollarBps: 400 }, { reservationBps: -1, dollarBps: 0 }, { reservationBps: 25 }],
    ],
    [
      'proofs',
      [{ perHour: 12, needed: 12 }],
      [
        { perHour: 3, needed: 4 },
        { perHour: 13, needed: 1 },
        { perHour: 0, needed: 0 },
      ],
    ],
    [
      'slashRates',
      [{ offence: 'O5', bps: 0, repeatBps: 10_000 }],
      [
        { offence: 'O5', bps: 2, repeatBps: 1 },
        { offence: 'O5', bps: 1, repeatBps: 10_001 },
        { offence: 'O9', bps: 1, repeatBps: 1 },
      ],
    ],
    [
      'classes',
      [{ name: 'rtx-5090', weightMilli: 0, pool: 'community' }],
      [
        { name: 'RTX 5090', weightMilli: 1, pool: 'community' },
        { name: 'rtx-5090', weightMilli: 100_001, pool: 'community' },
        { name: 'rtx-5090', weightMilli: 1, pool: 'treasury' },
      ],
    ],
    [
      'proofAlgorithms',
      [
        [
          { name: 'one', acceptedUntil: 5 },
          { name: 'two', acceptedUntil: null },
        ],
      ],
      [[], [{ name: 'one', acceptedUntil: 5 }]],
    ],
    ['imageSigners', [[]], [[{ issuer: 'http://example.org', identity: 'a' }]]],
    ['pausedActions', [['stake', 'payout']], [[], ['cooldown'], ['slash_rates']]],
  ])('takes %s within its bounds only', (name, good, bad) => {
    for (const value of good) expect(keyOf(name).allows(value)).toBe(true);
    for (const value of bad) expect(keyOf(name).allows(value)).toBe(false);
  });

  it('tests every key that there is', () => expect(changeableKeys).toHaveLength(24));

  it('asks two thirds for what is minted, for the way out and for what stake is lost for', () => {
    expect(changeableKeys.filter((name) => keyOf(name).majority === 'two_thirds')).toEqual([
      'classes',
      'enterpriseShareBps',
      'cooldownHours',
      'supporterNoticeHours',
      'appealHours',
      'slashRates',
    ]);
  });

  it('lets an emergency do one thing: pause', () => {
    expect(changeableKeys.filter((name) => keyOf(name).concerns === 'emergency')).toEqual(['pausedActions']);
  });

  it('refuses to apply what is not allowed', () => {
    expect(() => applied('cooldownHours', 1)).toThrow();
  });
});

describe('a change that is applied', () => {
  it('adds a class, and changes one in place', () => {
    const added = applied('classes', { name: 'rtx-5090', weightMilli: 1_500, pool: 'community' });
    expect(classNamed('rtx-5090', added.classes)).toEqual({ name: 'rtx-5090', weightMilli: 1_500, pool: 'community' });
    expect(added.classes).toHaveLength(mainnetParameters.classes.length + 1);
    const changed = applied('classes', { name: 'h100', weightMilli: 9_000, pool: 'enterprise' });
    expect(changed.classes.map(({ name }) => name)).toEqual(mainnetParameters.classes.map(({ name }) => name));
    expect(classNamed('h100', changed.classes).weightMilli).toBe(9_000);
  });

  it('is what jobs, pools and slashes then go by', () => {
    const fees = applied('jobFees', { reservationBps: 100, dollarBps: 400 });
    expect(jobPay(inBaseUnits(10_000n), 'USDC', fees)).toMatchObject({ renterPays: 10_500n, supplier: 9_500n });
    expect(jobPay(inBaseUnits(10_000n), 'IO', fees)).toMatchObject({ renterPays: 10_100n, supplier: 9_900n });
    expect(poolShares(inBaseUnits(1_000n), applied('enterpriseShareBps', 9_000)).community).toBe(100n);
    const rates = applied('slashRates', { offence: 'O3', bps: 150, repeatBps: 300 });
    expect(offenceBps('O3', { ever: 0, inLast720Hours: 0 }, rates)).toBe(150);
    expect(offenceBps('O3', { ever: 1, inLast720Hours: 0 }, rates)).toBe(300);
    expect(offenceBps('O2', { ever: 1, inLast720Hours: 0 }, rates)).toBe(200);
  });

  it('sets each field that it names and no other', () => {
    expect(applied('proofs', { perHour: 6, needed: 5 })).toEqual({
      ...mainnetParameters,
      proofsPerHour: 6,
      proofsNeeded: 5,
    });
    expect(applied('requiredStakeUnit', '30000000000')).toEqual({
      ...mainnetParameters,
      requiredStakeUnit: 30_000_000_000n,
    });
    const plain = {
      capacityTimesRequired: 5,
      cooldownHours: 400,
      supporterNoticeHours: 200,
      maxSupportersPerDevice: 8,
      maxDevicesPerSupporter: 3,
      appealHours: 800,
      uptimeMinutesNeeded: 60,
      verifiedHoursNeeded: 6,
      minutesNeeded: 50,
      payoutEveryHours: 24,
      proofAlgorithms: [{ name: 'two', acceptedUntil: null }],
      imageSigners: [{ issuer: 'https://example.org', identity: 'somebody' }],
      verifier: 'reference',
      shadowVerifier: null,
      shadowEvery: 4,
    };
    for (const [name, value] of Object.entries(plain)) {
      expect(applied(name, value)).toEqual({ ...mainnetParameters, [name]: value });
    }
  });

  it('pauses on top of what is paused', () => {
    const once = applied('pausedActions', ['payout']);
    expect(keyOf('pausedActions').apply(once, ['stake', 'payout']).pausedActions).toEqual(['stake', 'payout']);
  });
});
