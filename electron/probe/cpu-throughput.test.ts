import { describe, expect, it } from 'vitest';
import { chacha8 } from '../../shared/domain/proof/chacha.ts';
import { isChainRight } from './cpu-throughput.ts';
import { chainStart, linkPermutations } from './hash-chain.ts';

const chain = (seed: number, links: number): Int32Array => {
  const x = chainStart(seed);
  const states: number[] = [];
  for (let link = 0; link < links; link += 1) {
    for (let round = 0; round < linkPermutations; round += 1) chacha8(x);
    states.push(...x);
  }
  return Int32Array.from(states);
};

describe("a thread's chain", () => {
  const states = chain(7, 3);
  const atLink = (link: number) => () => (link + 0.5) / 3;

  it.each([0, 1, 2])('is right at link %i', (link) =>
    expect(isChainRight(7, { states, tookMs: 1 }, atLink(link))).toBe(true),
  );

  it('is wrong when its first link comes from another seed', () => {
    expect(isChainRight(8, { states, tookMs: 1 }, atLink(0))).toBe(false);
  });

  it('is wrong at a link with one bit changed', () => {
    const broken = states.slice();
    broken[40] = (broken[40] as number) ^ 1;
    expect(isChainRight(7, { states: broken, tookMs: 1 }, atLink(2))).toBe(false);
  });

  it('is wrong when it is empty or cut', () => {
    expect(isChainRight(7, { states: new Int32Array(0), tookMs: 1 }, atLink(0))).toBe(false);
    expect(isChainRight(7, { states: states.slice(0, 20), tookMs: 1 }, atLink(0))).toBe(false);
  });
});
