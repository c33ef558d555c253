import { describe, expect, it } from 'vitest';
import { type FillShare, proofsContract, type WalkShare } from '../../contract/network/proofs.ts';
import { packFillShares, packWalkShares, unpackFillShares, unpackWalkShares } from './packing.ts';

const most = 0xffffffff;
const fillShares: FillShare[] = [
  { shard: 0, item: 0, word: 0 },
  { shard: 4095, item: 2 ** 23 - 1, word: most },
];
const walkShares: WalkShare[] = [
  { lane: 0, digest: [0, 1, 2, most] },
  { lane: 2 ** 30 - 1, digest: [most, most, most, most] },
];
const schema = proofsContract.commit['~orpc'].inputSchema;
const takes = (shares: unknown) =>
  schema?.['~standard'].validate({ challengeId: 'c', parts: [{ gpu: 0, coveredBytes: 0, fillShares: shares }] });

describe('packed shares', () => {
  it('come back as they were', () => {
    expect(unpackFillShares(packFillShares(fillShares))).toEqual(fillShares);
    expect(unpackWalkShares(packWalkShares(walkShares))).toEqual(walkShares);
    expect(unpackWalkShares(packWalkShares([]))).toEqual([]);
  });

  it('never change their layout', () => {
    expect(Buffer.from(packFillShares([{ shard: 1, item: 2, word: 3 }])).toString('hex')).toBe('01000200000003000000');
    expect(Buffer.from(packWalkShares([{ lane: 1, digest: [2, 3, 4, 5] }])).toString('hex')).toBe(
      '0100000002000000030000000400000005000000',
    );
  });

  it('are taken in whole shares only', () => {
    const text = (bytes: number) => Buffer.alloc(bytes).toString('base64');
    for (const good of [[], '', text(10), text(20), text(30)]) expect(takes(good)).not.toHaveProperty('issues');
    for (const bad of [text(9), text(11), text(21), 'no base64!', text(10 * 4097), 7])
      expect(takes(bad)).toHaveProperty('issues');
  });

  it('are refused at once, however long and whatever they are', () => {
    const begun = performance.now();
    const padding = '='.repeat(2 ** 20);
    for (const text of [`${padding}x`, padding, `A${padding}A`, 'A'.repeat(2 ** 20)])
      expect(takes(text)).toHaveProperty('issues');
    expect(performance.now() - begun).toBeLessThan(1000);
  });
});
