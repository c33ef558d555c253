import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mainnetParameters } from '../parameters/record.ts';
import { releaseParametersOf, rewardRulesOf } from './parameters.ts';
import { type HourBasis, rowMismatches } from './recompute.ts';
import type { ReleaseRow } from './row.ts';

const rules = rewardRulesOf(releaseParametersOf(mainnetParameters));
/** The worked hour of the rule set: its enterprise pool, and the sum of the four scores. */
const basis: HourBasis = {
  blockId: '20261126T100000.000Z',
  isPart: false,
  version: 1,
  rules,
  classes: new Map(rules.classes.map((each) => [each.name, each])),
  pools: new Map([
    ['enterprise', { available: 425_627_240_143n, scoreSum: 1_205_903_308n }],
    ['community', { available: 22_401_433_692n, scoreSum: 0n }],
  ]),
};

const deviceA: ReleaseRow = {
  schema: 1,
  block_id: '20261126T100000.000Z',
  device_id: `d${'a'.repeat(24)}`,
  owner_tag: '0123456789abcdef',
  class: 'h100',
  count: 8,
  pool: 'enterprise',
  conn_tier: 4,
  country: 'other',
  tier: 'gold',
  c_level: 3,
  q_score: 9_000,
  stake: '3200000000000',
  required: '1600000000000',
  state: 'ready',
  pow_pass: 4,
  pow_total: 4,
  uptime_min: 60,
  exempt: false,
  ramp: 10_000,
  elig: 10_000,
  score: '88880000',
  reward: '31370466315',
  owner_part: '21959326422',
  supporters_part: '9411139893',
  slashed: '0',
  reason: null,
  params_version: 1,
};
const deviceB: ReleaseRow = {
  ...deviceA,
  class: 'rtx-4090',
  count: 1,
  conn_tier: 2,
  tier: 'bronze',
  c_level: 1,
  q_score: 5_000,
  stake: '25000000000',
  required: '25000000000',
  pow_pass: 3,
  uptime_min: 57,
  ramp: 7_500,
  elig: 7_125,
  score: '671308',
  reward: '236940200',
  owner_part: '236940200',
  supporters_part: '0',
};
const deviceC: ReleaseRow = {
  ...deviceA,
  class: 'h200',
  tier: 'platinum',
  c_level: 4,
  q_score: 9_500,
  stake: '7680000000000',
  required: '1920000000000',
  state: 'hired',
  pow_pass: 0,
  pow_total: 0,
  exempt: true,
  score: '116352000',
  reward: '41066792268',
  owner_part: '41066792268',
  supporters_part: '0',
};
const unpaid = (row: ReleaseRow, reason: ReleaseRow['reason'], more: Partial<ReleaseRow> = {}): ReleaseRow => ({
  ...row,
  reason,
  score: '0',
  reward: '0',
  owner_part: '0',
  supporters_part: '0',
  ...more,
});
const wrongKeys = (row: ReleaseRow, inHour: HourBasis = basis): string[] =>
  rowMismatches(row, inHour).map(({ key }) => key);

describe('the worked hour of the rule set', () => {
  it.each([
    ['A', deviceA],
    ['B', deviceB],
    ['C', deviceC],
  ])('follows to the last base unit for device %s', (_name, row) => expect(rowMismatches(row, basis)).toEqual([]));

  it.each([
    ['reward', { reward: '31370466316' }, ['reward', 'owner_part']],
    ['reward and its owner’s part', { reward: '31370466316', owner_part: '21959326423' }, ['reward']],
    ['score', { score: '88880001' }, ['score', 'reward']],
    ['ramp', { ramp: 9_999 }, ['ramp', 'score']],
    ['elig', { elig: 9_999 }, ['elig', 'score']],
    ['tier', { tier: 'platinum' }, ['tier', 'score']],
    ['class', { class: 'b200' }, ['required', 'score']],
    ['a class of nobody', { class: 'b300' }, ['class', 'pool', 'required', 'reason', 'score']],
    ['count', { count: 9 }, ['required', 'score']],
    ['pool', { pool: 'community' }, ['pool', 'reward']],
    ['required', { required: '1600000000001' }, ['required', 'tier']],
    ['conn_tier', { conn_tier: 0 }, ['tier', 'reason', 'score']],
    ['stake', { stake: '1599999999999' }, ['tier', 'reason']],
    ['pow_pass', { pow_pass: 5 }, ['pow_pass', 'elig']],
    ['uptime_min', { uptime_min: 44 }, ['elig', 'reason']],
    ['owner_part', { owner_part: '21959326421' }, ['owner_part']],
    ['too much for supporters', { owner_part: '0', supporters_part: '31370466315' }, ['supporters_part']],
    ['block_id', { block_id: '20261126T110000.000Z' }, ['block_id']],
    ['params_version', { params_version: 2 }, ['params_version']],
  ] as const)('is refuted for another %s', (_what, change, keys) => {
    expect(wrongKeys({ ...deviceA, ...change })).toEqual(keys);
  });

  it('says what should stand there', () => {
    expect(rowMismatches({ ...deviceA, reward: '31370466316' }, basis)[0]).toEqual({
      key: 'reward',
      expected: '31370466315',
      found: '31370466316',
    });
  });

  it('is refuted for every other number in place of a score or a reward', () => {
    fc.assert(
      fc.property(fc.constantFrom(deviceA, deviceB, deviceC), fc.bigInt(0n, 10n ** 12n), (row, amount) => {
        if (String(amount) !== row.score) expect(wrongKeys({ ...row, score: String(amount) })).toContain('score');
        if (String(amount) !== row.reward) expect(wrongKeys({ ...row, reward: String(amount) })).toContain('reward');
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a row without a reward', () => {
  it.each([
    ['minutes', { uptime_min: 44, elig: 7_333 }],
    ['proofs', { pow_pass: 2, elig: 0 }],
    ['stake', { stake: '1599999999999', tier: 'unranked' }],
    ['tier', { conn_tier: 0, tier: 'unranked' }],
    ['verified_hours', { ramp: 5_000 }],
    ['uptime', {}],
    // The owner’s half of it, which no row tells.
    ['stake', {}],
    ['joined_this_hour', {}],
  ] as const)('may have %s as its reason', (reason, more) => {
    expect(rowMismatches(unpaid(deviceA, reason, more), basis)).toEqual([]);
  });

  it.each([
    ['minutes', {}],
    ['proofs', {}],
    ['class', {}],
    ['tier', {}],
    ['verified_hours', { ramp: 5_029 }],
    ['part_hour', {}],
    // An earlier gate failed, and the first is named.
    ['stake', { uptime_min: 44, elig: 7_333 }],
    [null, { uptime_min: 44, elig: 7_333 }],
    [null, { pow_pass: 2, elig: 0 }],
    [null, { stake: '1599999999999', tier: 'unranked' }],
  ] as const)('cannot have %s as its reason with %j', (reason, more) => {
    expect(wrongKeys(unpaid(deviceA, reason, more))).toContain('reason');
  });

  it('has a class that the record does not list under the one name for those', () => {
    const row = unpaid(deviceA, 'class', {
      class: 'unlisted',
      pool: 'community',
      required: '160000000000',
    });
    expect(rowMismatches(row, basis)).toEqual([]);
  });

  it('is what every row of a part hour is', () => {
    const part = { ...basis, isPart: true };
    expect(rowMismatches(unpaid(deviceA, 'part_hour'), part)).toEqual([]);
    expect(wrongKeys(deviceA, part)).toEqual(['reason']);
    expect(wrongKeys(unpaid(deviceA, 'uptime'), part)).toEqual(['reason']);
  });

  it('may not name a gate that the record has dropped', () => {
    const dropped: HourBasis = { ...basis, rules: { ...rules, droppedGates: ['uptime', 'verified_hours'] } };
    expect(wrongKeys(unpaid(deviceA, 'uptime'), dropped)).toEqual(['reason']);
    expect(wrongKeys(unpaid(deviceA, 'verified_hours', { ramp: 5_000 }), dropped)).toEqual(['reason']);
  });
});
