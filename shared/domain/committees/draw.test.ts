import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawCommittee, drawSeed, isSampled } from './draw.ts';

const previousManifestHash = 'ab'.repeat(32);
const lot = { previousManifestHash, epoch: 258, matter: 'job-ä' };
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => `v${index}`);
const nobody: ReadonlySet<string> = new Set();

describe('the seed', () => {
  it('is SHA-256 of the manifest’s hash, the epoch in eight bytes and the matter', () => {
    const expected = createHash('sha256')
      .update(Buffer.from(previousManifestHash, 'hex'))
      .update(Buffer.from('0000000000000102', 'hex'))
      .update('job-ä', 'utf8')
      .digest('hex');
    expect(hex(drawSeed(lot))).toBe(expected);
  });

  it('is another one for another manifest, epoch or matter', () => {
    const others = [
      { ...lot, previousManifestHash: 'ac'.repeat(32) },
      { ...lot, epoch: 259 },
      { ...lot, matter: 'b' },
    ];
    expect(new Set([lot, ...others].map((each) => hex(drawSeed(each)))).size).toBe(4);
  });

  it.each([{ previousManifestHash: 'ab' }, { previousManifestHash: 'xy'.repeat(32) }, { epoch: -1 }, { epoch: 0.5 }])(
    'cannot be drawn from %o',
    (bad) => expect(() => drawSeed({ ...lot, ...bad })).toThrow(),
  );
});

describe('a committee', () => {
  it('are the three whose own hash under the seed is lowest', () => {
    const seed = drawSeed(lot);
    const byHash = ids(9)
      .map((id) => ({ id, hash: createHash('sha256').update(seed).update(id, 'utf8').digest('hex') }))
      .toSorted((left, right) => (left.hash < right.hash ? -1 : 1));
    expect(drawCommittee(seed, ids(9), nobody)).toEqual(byHash.slice(0, 3).map(({ id }) => id));
  });

  it('is not drawn from fewer than three, and gives nobody two seats', () => {
    const seed = drawSeed(lot);
    expect(drawCommittee(seed, ids(2), nobody)).toBeNull();
    expect(drawCommittee(seed, ['v0', 'v0', 'v1'], nobody)).toBeNull();
    expect(drawCommittee(seed, ids(4), new Set(['v0', 'v1']))).toBeNull();
  });

  it('hears an appeal with three others, who come next in the lot', () => {
    const seed = drawSeed(lot);
    const voters = drawCommittee(seed, ids(9), nobody) ?? [];
    const appeal = drawCommittee(seed, ids(9), new Set(voters)) ?? [];
    expect(appeal).toHaveLength(3);
    expect(appeal.some((id) => voters.includes(id))).toBe(false);
  });

  it('never seats an excluded account, is the same in every order, and changes by one seat for one more candidate', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(500), { minLength: 4, maxLength: 7 }),
        fc.nat(10_000),
        fc.nat(3),
        (numbers, epoch, out) => {
          const candidates = numbers.map((number) => `v${number}`);
          const seed = drawSeed({ ...lot, epoch });
          const excluded = new Set(candidates.slice(0, Math.min(out, candidates.length - 3)));
          const members = drawCommittee(seed, candidates, excluded) ?? [];
          expect(new Set(members).size).toBe(3);
          expect(members.some((id) => excluded.has(id))).toBe(false);
          expect(drawCommittee(seed, candidates.toReversed(), excluded)).toEqual(members);
          const grown = drawCommittee(seed, [...candidates, 'newcomer'], excluded) ?? [];
          expect(grown.filter((id) => !members.includes(id)).length <= 1).toBe(true);
        },
      ),
      { numRuns: 10_000 },
    );
  });

  it('seats everyone about as often', () => {
    const seats = new Map<string, number>();
    for (let epoch = 0; epoch < 3_000; epoch += 1) {
      for (const id of drawCommittee(drawSeed({ ...lot, epoch }), ids(6), nobody) ?? [])
        seats.set(id, (seats.get(id) ?? 0) + 1);
    }
    // 1,500 seats each are expected; 140 are more than five standard deviations.
    expect([...seats.values()].every((count) => Math.abs(count - 1_500) < 140)).toBe(true);
    expect(seats.size).toBe(6);
  });
});

it('samples about one job in a hundred', () => {
  const jobs = Array.from({ length: 20_000 }, (_, index) => drawSeed({ ...lot, matter: `job${index}` }));
  const sampled = jobs.filter((seed) => isSampled(seed, 100)).length;
  // 200 are expected; 75 are more than five standard deviations.
  expect(Math.abs(sampled - 200)).toBeLessThan(75);
});

it('samples all at 10,000 bps and none at 0', () => {
  const seeds = [new Uint8Array(32), new Uint8Array(32).fill(255)];
  expect(seeds.map((seed) => isSampled(seed, 10_000))).toEqual([true, true]);
  expect(seeds.map((seed) => isSampled(seed, 0))).toEqual([false, false]);
});

it('samples by the seed’s first eight bytes', () => {
  const seed = new Uint8Array(32).fill(255);
  expect(isSampled(seed, 100)).toBe(false);
  new DataView(seed.buffer).setBigUint64(0, (2n ** 64n - 1n) / 100n);
  expect(isSampled(seed, 100)).toBe(true);
  new DataView(seed.buffer).setBigUint64(0, (2n ** 64n - 1n) / 100n + 1n);
  expect(isSampled(seed, 100)).toBe(false);
});
