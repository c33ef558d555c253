import { describe, expect, it } from 'vitest';
import { type ChainReport, mostCheckpoints } from '../../contract/network/benchmarks.ts';
import { chacha8 } from '../proof/chacha.ts';
import { advanceChain, chainSeed, chainStart, createCheckpoints, proveChain, verifyChain } from './chain.ts';

const seed = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f';
const other = 'ff'.repeat(32);
const all = { sample: mostCheckpoints, random: Math.random };
const honest = proveChain(seed, 8, 16);

const changed = (at: number): ChainReport => ({
  ...honest,
  checkpoints: honest.checkpoints.with(
    at,
    (honest.checkpoints[at] as string).replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
  ),
});

describe('a chain', () => {
  it('begins with the constants and the seed, and mixes the seed in after each permutation', () => {
    const state = chainStart(seed);
    expect([...state].map((word) => (word >>> 0).toString(16)).slice(0, 6)).toEqual([
      ...['61707865', '3320646e', '79622d32', '6b206574', '3020100', '7060504'],
    ]);
    for (let done = 0; done < 32; done += 1) {
      chacha8(state);
      for (const [word, mixed] of chainSeed(seed).entries()) state[4 + word] = (state[4 + word] as number) ^ mixed;
    }
    const bytes = Buffer.from(state.buffer).toString('hex');
    expect(honest.checkpoints[1]).toBe(bytes);
  });

  it('is the same every time, and another one for another seed', () => {
    expect(proveChain(seed, 8, 16)).toEqual(honest);
    expect(proveChain(other, 8, 16).checkpoints[0]).not.toBe(honest.checkpoints[0]);
  });

  it('passes whole and in part', () => {
    expect(verifyChain(seed, honest, all)).toEqual({ verdict: 'passed', checked: 8 });
    expect(verifyChain(seed, honest, { ...all, sample: 3 })).toEqual({ verdict: 'passed', checked: 3 });
  });

  it.each([0, 4, 7])('with checkpoint %i changed by one digit is found out by the segments on both sides', (at) => {
    const found = [0, 1, 2, 3, 4, 5, 6, 7].filter(
      (segment) =>
        verifyChain(seed, changed(at), { sample: 1, random: () => (segment + 0.5) / 8 }).verdict === 'invalid_segment',
    );
    expect(found).toEqual([at, at + 1].filter((segment) => segment < 8));
  });

  it('made in two halves at once breaks at the seam', () => {
    const second = proveChain(other, 4, 16);
    const joined = { ...honest, checkpoints: [...honest.checkpoints.slice(0, 4), ...second.checkpoints] };
    expect(verifyChain(seed, joined, all).verdict).toBe('invalid_segment');
  });

  it('of another seed fails', () => expect(verifyChain(other, honest, all).verdict).toBe('invalid_segment'));

  it.each<[string, Partial<ChainReport>]>([
    ['no checkpoint', { checkpoints: [] }],
    ['too many checkpoints', { checkpoints: Array(65).fill(honest.checkpoints[0]) }],
    ['a cut checkpoint', { checkpoints: [(honest.checkpoints[0] as string).slice(2)] }],
    ['capital digits', { checkpoints: ['AB'.repeat(64)] }],
    ['segments of nothing', { permutationsPerSegment: 0 }],
    ['part of a permutation', { permutationsPerSegment: 1.5 }],
    ['a segment that would keep the verifier busy', { permutationsPerSegment: 2 ** 40 }],
  ])('with %s is no report', (_, change) =>
    expect(verifyChain(seed, { ...honest, ...change }, all)).toEqual({ verdict: 'malformed', checked: 0 }),
  );
});

describe('checkpoints of a chain of unknown length', () => {
  it.each([1, 64, 65, 128, 129, 1000])('stay regular and few after %i stretches', (stretches) => {
    const state = chainStart(seed);
    const checkpoints = createCheckpoints(2);
    for (let done = 0; done < stretches; done += 1) {
      advanceChain(state, 2, chainSeed(seed));
      checkpoints.add(state);
    }
    const report = checkpoints.report();
    expect(report.checkpoints.length).toBeLessThanOrEqual(mostCheckpoints);
    // what is left over at the end is shorter than a segment
    const covered = report.checkpoints.length * report.permutationsPerSegment;
    expect(2 * stretches - covered).toBeLessThan(report.permutationsPerSegment);
    expect(verifyChain(seed, report, all)).toEqual({ verdict: 'passed', checked: report.checkpoints.length });
  });
});
