import { describe, expect, it } from 'vitest';
import { advanceChain, chainSeed, chainStart } from '../../../shared/domain/benchmark/chain.ts';
import { isStretchRight } from './link-check.ts';
import { linkPermutations } from './thread-work.ts';

const stretch = (seed: string, links: number): Int32Array => {
  const state = chainStart(seed);
  const states: number[] = [];
  for (let link = 0; link < links; link += 1) {
    advanceChain(state, linkPermutations, chainSeed(seed));
    states.push(...state);
  }
  return Int32Array.from(states);
};

describe("a thread's stretch of chain", () => {
  const words = chainSeed('07'.repeat(32));
  const start = chainStart('07'.repeat(32));
  const states = stretch('07'.repeat(32), 3);
  const atLink = (link: number) => () => (link + 0.5) / 3;

  it.each([0, 1, 2])('is right at link %i', (link) =>
    expect(isStretchRight(start, states, words, atLink(link))).toBe(true),
  );

  it('is right when it goes on from another one', () => {
    expect(isStretchRight(states.slice(0, 16), states.slice(16), words, () => 0)).toBe(true);
  });

  it('is wrong when its first link comes from another seed', () => {
    expect(isStretchRight(chainStart('08'.repeat(32)), states, words, atLink(0))).toBe(false);
  });

  it('is wrong at a link with one bit changed', () => {
    const broken = states.slice();
    broken[40] = (broken[40] as number) ^ 1;
    expect(isStretchRight(start, broken, words, atLink(2))).toBe(false);
  });

  it('is wrong when it is empty or cut', () => {
    expect(isStretchRight(start, new Int32Array(0), words, atLink(0))).toBe(false);
    expect(isStretchRight(start, states.slice(0, 20), words, atLink(0))).toBe(false);
  });
});
