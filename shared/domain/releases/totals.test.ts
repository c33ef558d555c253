import { describe, expect, it } from 'vitest';
import { mainnetParameters } from '../parameters/record.ts';
import type { Manifest } from './manifest.ts';
import { releaseParametersOf } from './parameters.ts';
import { chainFaults, firstFaults, manifestFaults, sumFaults } from './totals.ts';

const startsAt = Date.UTC(2026, 10, 26, 10);
/** The first hour of the network, in which a device of each pool was paid. */
const first: Manifest = {
  schema: 1,
  network: 'Mainnet',
  is_play: false,
  block_id: '20261126T100000.000Z',
  epoch: 0,
  hour: { starts_at: startsAt, ends_at: startsAt + 3_600_000, hour_ms: 3_600_000, is_part: false, emission_hour: 0 },
  rows: 2,
  sha256: '0'.repeat(64),
  merkle_root: '0'.repeat(64),
  previous: null,
  parameters: releaseParametersOf(mainnetParameters),
  pools: [
    {
      pool: 'enterprise',
      minted: '425627240143',
      carried_in: '0',
      paid: '425627240141',
      carried_out: '2',
      score_sum: '7',
    },
    {
      pool: 'community',
      minted: '22401433692',
      carried_in: '0',
      paid: '0',
      carried_out: '22401433692',
      score_sum: '0',
    },
  ],
  totals: {
    emission: '448028673835',
    granted: '0',
    paid: '425627240141',
    carry: '22401433694',
    burned: '5',
    supply: '448028673830',
  },
  corrections: [],
  signers: { network: 'A'.repeat(43), validators: [] },
};
const second: Manifest = {
  ...first,
  block_id: '20261126T110000.000Z',
  epoch: 1,
  hour: { ...first.hour, starts_at: startsAt + 3_600_000, ends_at: startsAt + 7_200_000, emission_hour: 1 },
  previous: '1'.repeat(64),
  pools: [
    { ...first.pools[0], carried_in: '2', paid: '425627240145', carried_out: '0' },
    { ...first.pools[1], carried_in: '22401433692', paid: '0', carried_out: '44802867384' },
  ],
  totals: { ...first.totals, paid: '425627240145', carry: '44802867384', supply: '896057347660' },
};
const before = { hash: '1'.repeat(64), manifest: first };
const keysOf = (faults: readonly { readonly key?: string | null }[]): (string | null | undefined)[] =>
  faults.map(({ key }) => key);
const withPool = (at: 0 | 1, change: Partial<Manifest['pools'][0]>): Manifest => ({
  ...first,
  pools:
    at === 0 ? [{ ...first.pools[0], ...change }, first.pools[1]] : [first.pools[0], { ...first.pools[1], ...change }],
});
const withTotals = (change: Partial<Manifest['totals']>): Manifest => ({
  ...first,
  totals: { ...first.totals, ...change },
});
const withHour = (change: Partial<Manifest['hour']>): Manifest => ({ ...first, hour: { ...first.hour, ...change } });

describe('a manifest', () => {
  it('adds up', () => {
    expect(manifestFaults(first)).toEqual([]);
    expect(manifestFaults(second)).toEqual([]);
    expect(firstFaults(first)).toEqual([]);
  });

  it.each([
    ['a coin too many minted', withTotals({ emission: '448028673836' }), ['totals.emission']],
    [
      'another hour of the emission',
      withHour({ emission_hour: 744 }),
      ['totals.emission', 'pools.enterprise.minted', 'pools.community.minted'],
    ],
    [
      'another split between pools',
      withPool(1, { minted: '22401433693' }),
      ['pools.community.minted', 'pools.community.carried_out'],
    ],
    ['a coin lost in a pool', withPool(0, { carried_out: '1' }), ['pools.enterprise.carried_out', 'totals.carry']],
    ['more paid than there was', withPool(1, { paid: '22401433693' }), ['pools.community.carried_out', 'totals.paid']],
    ['pools in another order', { ...first, pools: [first.pools[1], first.pools[0]] } as Manifest, ['pools.0.pool']],
    ['another sum of what was paid', withTotals({ paid: '1' }), ['totals.paid']],
    ['play coins on a real network', withTotals({ granted: '1' }), ['totals.granted']],
    ['another block', { ...first, block_id: '20261126T110000.000Z' }, ['block_id']],
    ['a part hour that is whole', withHour({ is_part: true }), ['hour.is_part', 'totals.emission']],
    ['an hour that is too long', withHour({ ends_at: startsAt + 3_600_001 }), ['hour.ends_at']],
    ['an hour that ends as it begins', withHour({ ends_at: startsAt }), ['hour.is_part', 'hour.ends_at']],
  ])('does not with %s', (_what, manifest, keys) => {
    expect(keysOf(manifestFaults(manifest))).toEqual(expect.arrayContaining(keys));
  });

  it('of a part hour mints nothing', () => {
    const part: Manifest = {
      ...withHour({ is_part: true, ends_at: startsAt + 60_000 }),
      pools: [
        { ...first.pools[0], minted: '0', paid: '0', carried_out: '0' },
        { ...first.pools[1], minted: '0', carried_out: '0' },
      ],
      totals: { ...first.totals, emission: '0', paid: '0', carry: '0' },
    };
    expect(manifestFaults(part)).toEqual([]);
  });

  it('corrects earlier releases only', () => {
    const correction = { row: 1, device_id: `d${'a'.repeat(24)}`, key: 'count', was: 1, is: 2, issue: '#1' } as const;
    const about = (block_id: string): Manifest => ({ ...second, corrections: [{ ...correction, block_id }] });
    expect(manifestFaults(about(first.block_id))).toEqual([]);
    expect(manifestFaults(about(second.block_id))).toMatchObject([{ code: 'correction_wrong', key: 'count' }]);
  });

  it('is held against the sums of its rows', () => {
    const rewards = new Map([['enterprise', 425_627_240_141n]]);
    expect(sumFaults(first, { rewards, scores: new Map([['enterprise', 7n]]) })).toEqual([]);
    expect(keysOf(sumFaults(first, { rewards: new Map(), scores: new Map([['community', 1n]]) }))).toEqual([
      'pools.enterprise.paid',
      'pools.enterprise.score_sum',
      'pools.community.score_sum',
    ]);
  });
});

describe('a chain', () => {
  it('goes on', () => expect(chainFaults(second, before, false)).toEqual([]));

  it.each([
    ['another manifest before it', { ...second, previous: '2'.repeat(64) }, ['previous']],
    ['nothing before it', { ...second, previous: null }, ['previous']],
    ['a gap', { ...second, epoch: 2, previous: '2'.repeat(64) }, ['epoch']],
    ['the same hour again', { ...second, epoch: 0 }, ['epoch']],
    ['a minute left out', { ...second, hour: { ...second.hour, starts_at: startsAt + 3_660_000 } }, ['hour.starts_at']],
    ['an hour of emission twice', { ...second, hour: { ...second.hour, emission_hour: 0 } }, ['hour.emission_hour']],
    [
      'a coin carried in too many',
      { ...second, pools: [{ ...second.pools[0], carried_in: '3' }, second.pools[1]] },
      ['pools.enterprise.carried_in'],
    ],
    ['a coin too many in all', { ...second, totals: { ...second.totals, supply: '896057347661' } }, ['totals.supply']],
    ['another network', { ...second, network: 'Localnet' }, ['network']],
    [
      'another key of the network',
      { ...second, signers: { ...second.signers, network: `${'B'.repeat(42)}A` } },
      ['signers.network'],
    ],
    [
      'other rules under the same version',
      { ...second, parameters: { ...second.parameters, proofs_needed: 1 } },
      ['parameters'],
    ],
    ['an hour of another length', { ...second, hour: { ...second.hour, hour_ms: 1 } }, ['hour.hour_ms']],
  ])('is broken by %s', (_what, manifest, keys) => {
    expect(keysOf(chainFaults(manifest as Manifest, before, false))).toEqual(keys);
  });

  it('allows another key where the network’s keys are known, and other rules under another version', () => {
    const later = {
      ...second,
      signers: { ...second.signers, network: `${'B'.repeat(42)}A` },
      parameters: { ...second.parameters, version: 2, proofs_needed: 1 },
    };
    expect(chainFaults(later, before, true)).toEqual([]);
    const newer = { ...first, parameters: { ...first.parameters, version: 2 } };
    expect(keysOf(chainFaults(second, { ...before, manifest: newer }, true))).toEqual(['parameters.version']);
  });

  it('does not go back to an older version, and still knows a release that cannot be read by its hash', () => {
    expect(chainFaults(second, { hash: before.hash, manifest: null }, false)).toEqual([]);
    expect(keysOf(chainFaults(second, { hash: '3'.repeat(64), manifest: null }, false))).toEqual(['previous']);
  });

  it('begins with nothing carried in, in the first hour', () => {
    expect(keysOf(firstFaults({ ...second, previous: null }))).toEqual([
      'epoch',
      'pools.enterprise.carried_in',
      'pools.community.carried_in',
    ]);
  });
});
