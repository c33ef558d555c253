import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { CheckRun, CheckStep } from '../../../shared/contract/app/checks.ts';
import { loadSentences } from './sentences.ts';
import { scalingLine, stepLines } from './step-lines.ts';

const localesDir = fileURLToPath(new URL('../../../locales', import.meta.url));
const gib = 1024 ** 3;
const figure = {
  unit: 'GFLOPS',
  median: 61_000,
  p10: 60_000,
  p90: 62_000,
  best: 62_500,
  cv: 0.01,
  windows: 20,
  isBrief: false,
  sustained: null,
  throttleRatio: null,
} as const;
const step: CheckStep = {
  id: 'fp32_throughput:a',
  kind: 'fp32_throughput',
  gpuId: 'a',
  subject: 'RTX 4090',
  state: 'done',
  progress: 1,
  gaveWay: 0,
  figure,
  verdict: 'passed',
  coverage: null,
  reference: null,
  gap: [],
  conditions: null,
  previousMedian: null,
  problem: null,
};
const linesOf = async (change: Partial<CheckStep>, language = 'en'): Promise<string[]> => {
  const lines = stepLines({ ...step, ...change }, await loadSentences(localesDir, language));
  return lines.map((line) => line.replaceAll('\u00a0', ' '));
};

describe('a step on the command line', () => {
  it('is its figure and its verdict in words', async () =>
    expect(await linesOf({})).toEqual(['✓ RTX 4090: Arithmetic, 32-bit: 61,000 GFLOPS: passed']));

  it.each([
    ['invalid', '✗ RTX 4090: Arithmetic, 32-bit: the output was wrong, so there is no figure'],
    ['failed', '✗ RTX 4090: Arithmetic, 32-bit: did not pass'],
    ['not_offered', '– RTX 4090: Arithmetic, 32-bit: not offered here'],
    [null, '– RTX 4090: Arithmetic, 32-bit: no verdict'],
  ] as const)('without a figure says why: %s', async (verdict, line) =>
    expect(await linesOf({ verdict, figure: null })).toEqual([line]),
  );

  it('names the problem of a check that broke off', async () => {
    const [line] = await linesOf({
      figure: null,
      verdict: null,
      problem: { code: 'PROBE_LOST', data: { exitCode: null, signal: 'SIGKILL' } },
    });
    expect(line).toMatch(/^✗ RTX 4090: Arithmetic, 32-bit\. .+ \(PROBE_LOST\)$/);
  });

  it('says that a figure comes from few measurements, and that proofs came first', async () => {
    expect(await linesOf({ figure: { ...figure, windows: 3, isBrief: true }, gaveWay: 2 })).toEqual([
      '✓ RTX 4090: Arithmetic, 32-bit: 61,000 GFLOPS: passed',
      '  From 3 measurements, fewer than 15: their spread says little.',
      '  Proofs of the network came first 2 times, so this check was begun again each time.',
    ]);
    const [, line] = await linesOf({ kind: 'vram_pattern', gaveWay: 1 });
    expect(line).toBe(
      '  A proof of the network came first. After it, this check went on where its last whole pass had ended.',
    );
  });

  it('says what a gap to the reference may mean', async () => {
    const reference = { value: 82_600, source: 'catalogue', url: 'https://example.com', expectedRatio: 0.8 } as const;
    expect(await linesOf({ reference, gap: ['thermal', 'driver'], figure: { ...figure, throttleRatio: 0.9 } })).toEqual(
      [
        '✓ RTX 4090: Arithmetic, 32-bit: 61,000 GFLOPS: passed',
        '  It held 90% of its best under steady load.',
        '  74% of what its maker states.',
        '  This may mean:',
        '    It gets hot and slows itself down.',
        '    Its driver is old, or slow at this.',
      ],
    );
  });

  it('says what of the memory was covered, who held the rest and what was wrong', async () => {
    const coverage = {
      coveredBytes: 22 * gib,
      totalBytes: 24 * gib,
      wrongWords: 3,
      firstWrong: [],
      wrongBits: null,
      shards: 22,
      slowShards: 1,
      heldBy: [{ name: 'chrome', bytes: gib }],
    };
    const failed = { kind: 'vram_pattern', verdict: 'failed', figure: null } as const;
    expect((await linesOf({ ...failed, coverage })).slice(1)).toEqual([
      '  22.0 of 24 GiB covered.',
      '  chrome held 1 GB meanwhile.',
      '  3 words came back changed.',
      '  1 part of it was so slow that it cannot lie in the GPU’s own memory.',
    ]);
    const unknown = { ...coverage, totalBytes: null, wrongWords: 0, slowShards: 0, heldBy: [] };
    expect((await linesOf({ ...failed, coverage: unknown })).slice(1)).toEqual(['  22.0 GiB covered.']);
  });

  it.each(['es', 'ar'])('has every word in %s', async (language) => {
    const reference = { value: 82_600, source: 'fleet', url: null, expectedRatio: 0.8 } as const;
    for (const line of await linesOf({ reference, gap: ['in_use'] }, language))
      expect(line).not.toMatch(/\b[a-z]+\.[a-z]/);
  });
});

describe("the processor's threads", () => {
  const run = (...kinds: CheckStep['kind'][]) =>
    ({ steps: kinds.map((kind, at) => ({ ...step, kind, figure: { ...figure, median: [10, 55][at] } })) }) as CheckRun;

  it('are told by how well they scale', async () =>
    expect(scalingLine(run('cpu_single', 'cpu_throughput'), 8, await loadSentences(localesDir, 'en'))).toBe(
      'All 8 threads together reach 69% of 8 times one thread.',
    ));

  it('are not told of when a figure is missing, or there is only one', async () => {
    const sentences = await loadSentences(localesDir, 'en');
    expect(scalingLine(run('cpu_single'), 8, sentences)).toBeNull();
    expect(scalingLine(run('cpu_single', 'cpu_throughput'), 1, sentences)).toBeNull();
  });
});
