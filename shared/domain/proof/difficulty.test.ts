import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proofSpecSchema } from '../../contract/network/proofs.ts';
import { expectedFillShares, minSharesFor, provenBytes, specFor } from './difficulty.ts';

const mib = 2 ** 20;
const gib = 2 ** 30;
const base = {
  target: 'gpu',
  seed: 'ab'.repeat(32),
  maxShardBytes: gib,
  rounds: 8,
  lanes: 2 ** 16,
  steps: 64,
  expectedShares: 1024,
} as const;

describe('the demanded share count', () => {
  it.each([
    [0, 0],
    [1, 0],
    [16, 1],
    [64, 30],
    [256, 184],
    [1024, 876],
    [4096, 3795],
  ])('of %i expected ones is %i', (expected, demanded) => expect(minSharesFor(expected)).toBe(demanded));

  it('fails an honest prover less than once in a hundred thousand and nearly always one that skips 30 %', () => {
    // Box–Muller on a fixed linear generator: a Poisson count of this size is normal to well under a standard deviation
    let state = 1;
    const uniform = (): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return (state + 1) / (2 ** 32 + 1);
    };
    const draw = (mean: number): number =>
      mean + Math.sqrt(mean) * Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    let honestFailures = 0;
    let cheatersPassed = 0;
    for (let run = 0; run < 200_000; run += 1) {
      if (draw(1024) < 876) honestFailures += 1;
      if (draw(0.7 * 1024) >= 876) cheatersPassed += 1;
    }
    expect(honestFailures).toBeLessThanOrEqual(2);
    expect(cheatersPassed).toBeLessThanOrEqual(2);
  });
});

describe('a spec', () => {
  it.each([
    [64 * mib, 256 * mib, 64 * mib, 1],
    [22 * gib, gib, gib, 22],
    [100 * mib, gib, 32 * mib, 3],
    [1.9 * gib, gib, 128 * mib, 15],
    [mib, gib, mib, 1],
  ])('covers %i bytes in buffers of at most %i with shards of %i', (coverBytes, maxShardBytes, shardBytes, shards) => {
    expect(specFor({ ...base, coverBytes, maxShardBytes })).toMatchObject({ shardBytes, shards });
  });

  it('always fits the contract, covers at least 15/16 and never more than was asked', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 16, max: 150 * 1024 }),
        fc.integer({ min: 26, max: 30 }),
        fc.integer({ min: 10, max: 22 }),
        (coverMib, shardBits, laneBits) => {
          const coverBytes = coverMib * mib;
          fc.pre(coverBytes / 2 ** shardBits < 1024);
          const spec = specFor({ ...base, coverBytes, maxShardBytes: 2 ** shardBits, lanes: 2 ** laneBits });
          expect(proofSpecSchema.safeParse(spec).success).toBe(true);
          expect(provenBytes(spec)).toBeLessThanOrEqual(coverBytes);
          expect(provenBytes(spec) * 16).toBeGreaterThanOrEqual(coverBytes * 15);
          expect(spec.steps % spec.shards).toBe(0);
          expect(Math.abs(expectedFillShares(spec) - 1024)).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is refused below one MiB and above what a walk can read', () => {
    expect(() => specFor({ ...base, coverBytes: mib - 1 })).toThrow(RangeError);
    expect(() => specFor({ ...base, coverBytes: 2 * gib, maxShardBytes: mib })).toThrow(RangeError);
  });
});
