import { beforeAll, describe, expect, it } from 'vitest';
import type { FillShare, WalkShare } from '../../contract/network/proofs.ts';
import { specFor } from './difficulty.ts';
import { createItemWriter, itemsPerShard } from './item.ts';
import { createCpuProver } from './prove-cpu.ts';
import { verifyFill, verifyWalk } from './verify.ts';
import { createWalker } from './walk.ts';
import { wordsOfHex } from './words.ts';

const seed = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f';
const nonce = 'f0e1d2c3b4a5968778695a4b3c2d1e0f';
const spec = specFor({
  target: 'cpu',
  seed,
  coverBytes: 3 * 2 ** 20,
  maxShardBytes: 2 ** 20,
  rounds: 2,
  lanes: 4096,
  steps: 16,
  expectedShares: 256,
});
const all = { sample: 1000, random: Math.random };
const noPause = async (): Promise<void> => {};

let fillShares: FillShare[] = [];
let walkShares: WalkShare[] = [];

beforeAll(async () => {
  const prover = createCpuProver(spec, noPause);
  fillShares = await prover.fill();
  walkShares = await prover.walk(nonce);
});

/** Walk shares of a prover whose memory is not what it should be. */
const walkOver = (
  read: (shard: number, item: number, out: Int32Array) => void,
  lanes = spec.lanes,
  walked = spec,
): WalkShare[] => {
  const walkLane = createWalker(walked, wordsOfHex(nonce, 4), read);
  return Array.from({ length: lanes }, (_, lane) => ({ lane, digest: walkLane(lane) })).filter(
    ({ digest }) => digest[0] < spec.shareTarget,
  );
};

describe('an honest proof', () => {
  it('never changes', () => {
    expect(spec).toMatchObject({ shards: 3, steps: 18, minShares: 184 });
    expect([fillShares.length, fillShares[0]]).toEqual([249, { shard: 0, item: 73, word: 24444629 }]);
    expect([walkShares.length, walkShares[0]]).toEqual([
      257,
      { lane: 38, digest: [214430670, 3043246910, 1861307434, 2635044398] },
    ]);
  });

  it('passes with every share recomputed', () => {
    expect(verifyFill(spec, fillShares, all)).toEqual({ verdict: 'passed', checked: fillShares.length, wrong: 0 });
    expect(verifyWalk(spec, nonce, walkShares, all)).toEqual({
      verdict: 'passed',
      checked: walkShares.length,
      wrong: 0,
    });
  });

  it('is checked in a sample of the size that was asked', () => {
    expect(verifyFill(spec, fillShares, { ...all, sample: 16 })).toEqual({ verdict: 'passed', checked: 16, wrong: 0 });
    expect(verifyWalk(spec, nonce, walkShares, { ...all, sample: 16 })).toEqual({
      verdict: 'passed',
      checked: 16,
      wrong: 0,
    });
  });

  it('ends with the reason of the pause that rejects', async () => {
    const prover = createCpuProver(spec, async () => Promise.reject(new Error('stopped')));
    await expect(prover.fill()).rejects.toThrow('stopped');
  });

  it('reports progress that only grows', async () => {
    const seen: number[] = [];
    const prover = createCpuProver(spec, async (progress) => void seen.push(progress));
    await prover.fill();
    expect(seen.length).toBeGreaterThan(1);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(Math.max(...seen)).toBeLessThan(1);
  });
});

describe('a cheater', () => {
  it('with half the memory and junk for the rest has no valid share', () => {
    const writeItem = createItemWriter(seed, spec.rounds);
    const half = itemsPerShard(spec) / 2;
    const shares = walkOver((shard, item, out) => (item < half ? writeItem(shard, item, out, 0) : out.fill(item)));
    const truth = createWalker(spec, wordsOfHex(nonce, 4), (shard, item, out) => writeItem(shard, item, out, 0));
    const valid = shares.filter(({ lane, digest }) => truth(lane).join() === digest.join());
    expect(shares.length).toBeGreaterThan(spec.minShares);
    expect(valid).toEqual([]);
    expect(verifyWalk(spec, nonce, shares, { ...all, sample: 1 })).toEqual({
      verdict: 'invalid_share',
      checked: 1,
      wrong: 1,
    });
  });

  it('that walks only 60 % of the lanes has too few shares', () => {
    const honest = walkShares.filter(({ lane }) => lane < 0.6 * spec.lanes);
    expect(verifyWalk(spec, nonce, honest, all).verdict).toBe('too_few_shares');
  });

  it('that skips the lanes leaving its 90 % of memory has too few shares', () => {
    const writeItem = createItemWriter(seed, spec.rounds);
    const kept = itemsPerShard(spec) * 0.9;
    const left = new Set<number>();
    let lane = 0;
    const walkLane = createWalker(spec, wordsOfHex(nonce, 4), (shard, item, out) => {
      if (item >= kept) left.add(lane);
      writeItem(shard, item, out, 0);
    });
    for (; lane < spec.lanes; lane += 1) walkLane(lane);
    const shares = walkShares.filter((share) => !left.has(share.lane));
    expect(verifyWalk(spec, nonce, shares, all).verdict).toBe('too_few_shares');
  });

  it('that takes fewer steps is found', () => {
    const writeItem = createItemWriter(seed, spec.rounds);
    const shares = walkOver((shard, item, out) => writeItem(shard, item, out, 0), spec.lanes, {
      ...spec,
      steps: spec.steps - 1,
    });
    expect(verifyWalk(spec, nonce, shares, { ...all, sample: 1 }).verdict).toBe('invalid_share');
  });

  it('that fills half the shards has too few fill shares', () => {
    const shares = fillShares.filter(({ shard }) => shard === 0);
    expect(verifyFill(spec, shares, all).verdict).toBe('too_few_shares');
  });

  it.each([
    [1, 'bad_memory'],
    [2, 'bad_memory'],
    [3, 'invalid_share'],
    [64, 'invalid_share'],
  ])('with %i wrong shares in a sample of 64 is told from failing memory: %s', (wrong, verdict) => {
    const some = walkShares.slice(0, 64);
    const shares = some.map((share, at) => (at < wrong ? { ...share, digest: [share.digest[0], 1, 2, 3] } : share));
    const answer = shares as WalkShare[];
    expect(verifyWalk({ ...spec, minShares: 64 }, nonce, answer, all)).toEqual({ verdict, checked: 64, wrong });
  });

  it('that invents one fill share in eight is found in a sample of 64 nearly always', () => {
    const invented = fillShares.map((share, at) => (at % 8 === 0 ? { ...share, word: share.word ^ 1 } : share));
    expect(verifyFill(spec, invented, { ...all, sample: 64 }).verdict).toBe('invalid_share');
  });
});

describe('a fill that is wrong from a shard on', () => {
  it('shows as a step, and a right one shows nothing', () => {
    const spilled = fillShares.map((share) => (share.shard < 2 ? share : { ...share, word: share.word ^ 1 }));
    const counts = [0, 1, 2].map((shard) => fillShares.filter((share) => share.shard === shard).length);
    expect(verifyFill(spec, spilled, all).fillByShard).toEqual(
      counts.map((checked, shard) => ({ shard, checked, wrong: shard < 2 ? 0 : checked })),
    );
    expect(verifyFill(spec, fillShares, all).fillByShard).toBeUndefined();
  });
});

describe('an answer to something else', () => {
  it('is invalid under another nonce', () => {
    expect(verifyWalk(spec, '00'.repeat(16), walkShares, { ...all, sample: 1 }).verdict).toBe('invalid_share');
  });
  it('is invalid under another seed', () => {
    const other = { ...spec, seed: '11'.repeat(32) };
    expect(verifyFill(other, fillShares, { ...all, sample: 1 }).verdict).toBe('invalid_share');
    expect(verifyWalk(other, nonce, walkShares, { ...all, sample: 1 }).verdict).toBe('invalid_share');
  });
  it('is invalid when a share misses its target', () => {
    const [first, ...rest] = walkShares as [WalkShare, ...WalkShare[]];
    expect(
      verifyWalk(spec, nonce, [{ ...first, digest: [spec.shareTarget, 0, 0, 0] }, ...rest], { ...all, sample: 0 })
        .verdict,
    ).toBe('invalid_share');
    const [share, ...others] = fillShares as [FillShare, ...FillShare[]];
    expect(verifyFill(spec, [{ ...share, word: spec.fillTarget }, ...others], { ...all, sample: 0 }).verdict).toBe(
      'invalid_share',
    );
  });
});

describe('a malformed answer', () => {
  const at = (lane: number): WalkShare => ({ lane, digest: [0, 0, 0, 0] });
  it.each([
    ['twice the same lane', [at(5), at(5)], 'duplicate'],
    ['twice the same lane, apart', [at(5), at(6), at(5)], 'duplicate'],
    ['lanes out of order', [at(6), at(5)], 'out_of_order'],
    ['a lane beyond the last', [at(spec.lanes)], 'out_of_range'],
    ['a lane below the first', [at(-1)], 'out_of_range'],
    ['half a lane', [at(0.5)], 'out_of_range'],
    ['no number', [at(Number.NaN)], 'out_of_range'],
    ['a digest that is no word', [{ lane: 1, digest: [0, 2 ** 32, 0, 0] }], undefined],
    ['a negative digest', [{ lane: 1, digest: [-1, 0, 0, 0] }], undefined],
  ] as [string, WalkShare[], unknown][])('has %s', (_, shares, detail) => {
    expect(verifyWalk(spec, nonce, shares, all)).toEqual({ verdict: 'malformed', detail, checked: 0, wrong: 0 });
  });

  it.each([
    [
      'twice the same item',
      [
        [0, 5],
        [0, 5],
      ],
      'duplicate',
    ],
    [
      'items out of order',
      [
        [1, 0],
        [0, 5],
      ],
      'out_of_order',
    ],
    ['a shard beyond the last', [[3, 0]], 'out_of_range'],
    ['an item beyond the last', [[0, 8192]], 'out_of_range'],
    ['a negative item', [[0, -1]], 'out_of_range'],
  ] as [string, number[][], string][])('has %s in its fill', (_, places, detail) => {
    const shares = places.map(([shard = 0, item = 0]) => ({ shard, item, word: 0 }));
    expect(verifyFill(spec, shares, all)).toEqual({ verdict: 'malformed', detail, checked: 0, wrong: 0 });
  });

  it('has more fill shares than a commitment carries', () => {
    const shares = Array.from({ length: 4097 }, (_, item) => ({ shard: 0, item, word: 0 }));
    expect(verifyFill(spec, shares, all).verdict).toBe('malformed');
  });

  it('is told from one that is merely empty', () => {
    expect(verifyFill(spec, [], all).verdict).toBe('too_few_shares');
    expect(verifyWalk(spec, nonce, [], all).verdict).toBe('too_few_shares');
  });
});
