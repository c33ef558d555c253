import { describe, expect, it } from 'vitest';
import { createFindings, resultBytes } from './findings.ts';

const gib = 2 ** 30;
const shards = Array.from({ length: 132 }, (_, at) => ({ firstByte: at * gib }));

/** What the kernels leave behind after they found these words. */
const resultOf = (...wrong: { shard: number; word: number; differing: number }[]): Uint32Array => {
  const result = new Uint32Array(resultBytes / 4);
  result[1] = wrong.length;
  for (const { differing } of wrong) {
    for (let bit = 0; bit < 32; bit += 1) result[2 + bit] = (result[2 + bit] ?? 0) + ((differing >>> bit) & 1);
  }
  for (const [at, { shard, word, differing }] of wrong.slice(0, 16).entries()) {
    result.set([shard, word, differing], 34 + 3 * at);
  }
  return result;
};

describe('findings', () => {
  it('are none at first, and none after sweeps without any', () => {
    const findings = createFindings(shards);
    findings.add(resultOf());
    expect(findings.total()).toEqual({ wrongWords: 0, firstWrong: [], wrongBits: null });
  });

  it('have addresses that are exact beyond 4 and 16 GiB', () => {
    const findings = createFindings(shards);
    findings.add(resultOf({ shard: 131, word: 2 ** 28 - 1, differing: 0x80000000 }));
    expect(findings.total().firstWrong).toEqual([{ address: 132 * gib - 4, differing: 0x80000000 }]);
    expect(findings.total().wrongBits?.[31]).toBe(1);
  });

  it('count a word in each sweep and list it once with all its bits', () => {
    const findings = createFindings(shards);
    findings.add(resultOf({ shard: 1, word: 5, differing: 0x80000000 }, { shard: 0, word: 9, differing: 2 }));
    findings.add(resultOf({ shard: 1, word: 5, differing: 1 }));
    expect(findings.total()).toMatchObject({
      wrongWords: 3,
      firstWrong: [
        { address: 36, differing: 2 },
        { address: gib + 20, differing: 0x80000001 },
      ],
    });
    expect(findings.total().wrongBits?.flatMap((count, bit) => (count > 0 ? [[bit, count]] : []))).toEqual([
      [0, 1],
      [1, 1],
      [31, 1],
    ]);
  });

  it('list the first sixteen of many and count them all', () => {
    const findings = createFindings(shards);
    const many = (from: number) => Array.from({ length: 20 }, (_, at) => ({ shard: 0, word: from + at, differing: 1 }));
    findings.add(resultOf(...many(100)));
    findings.add(resultOf(...many(0)));
    expect(findings.total().wrongWords).toBe(40);
    expect(findings.total().firstWrong.map(({ address }) => address / 4)).toEqual(
      Array.from({ length: 16 }, (_, at) => 100 + at),
    );
  });
});
