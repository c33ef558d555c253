import { describe, expect, it } from 'vitest';
import type { Coverage } from '../../shared/contract/app/checks.ts';
import type { Measurement, PassDone } from '../probe/messages.ts';
import { singleFigure } from '../probe/windows.ts';
import { addCoverage, measureByTurns } from './by-turns.ts';
import { createRightOfWay } from './right-of-way.ts';
import type { PlannedCheck } from './suite.ts';

const none: Coverage = {
  coveredBytes: 4096,
  totalBytes: null,
  wrongWords: 0,
  firstWrong: [],
  wrongBits: null,
  shards: 2,
  slowShards: 0,
  heldBy: [],
};
const oneBit = (bit: number): number[] => Array.from({ length: 32 }, (_, at) => (at === bit ? 1 : 0));
const broken: Coverage = {
  ...none,
  wrongWords: 1,
  firstWrong: [{ address: 64, differing: 0b100 }],
  wrongBits: oneBit(2),
};

describe('two parts of a memory check', () => {
  it('are the one part where there is one', () => expect(addCoverage(null, none)).toEqual(none));

  it('add their errors up, and list an address once with all its bits', () => {
    const later = {
      ...broken,
      firstWrong: [
        { address: 8, differing: 1 },
        { address: 64, differing: 1 },
      ],
      wrongWords: 2,
    };
    expect(addCoverage(broken, later)).toMatchObject({
      wrongWords: 3,
      firstWrong: [
        { address: 8, differing: 1 },
        { address: 64, differing: 0b101 },
      ],
      wrongBits: oneBit(2).map((count) => 2 * count),
    });
  });

  it('keep what either found, list 16 words at most, and cover what both did', () => {
    expect(addCoverage(broken, { ...none, coveredBytes: 1024 })).toMatchObject({
      coveredBytes: 1024,
      wrongWords: 1,
      firstWrong: broken.firstWrong,
      wrongBits: oneBit(2),
    });
    expect(addCoverage(none, broken).wrongBits).toEqual(oneBit(2));
    const many = {
      ...broken,
      firstWrong: Array.from({ length: 16 }, (_, at) => ({ address: 1000 + at, differing: 1 })),
    };
    expect(addCoverage(broken, many).firstWrong).toHaveLength(16);
  });
});

const planned = (kind: 'vram_pattern' | 'fp32_throughput'): PlannedCheck => ({
  id: `${kind}:a`,
  kind,
  gpuId: 'a',
  selector: null,
  subject: 'Card',
  work: {
    via: 'measure',
    task:
      kind === 'vram_pattern'
        ? { kind, adapterName: null, bytes: 2 ** 20, depth: 'extended', budgetMs: 3_600_000 }
        : { kind, adapterName: null, windows: 15, budgetMs: 4_800, sustainMs: 0 },
  },
  budgetMs: 0,
  deadlineMs: 0,
  totalBytes: null,
});
const passed: Measurement = { verdict: 'passed', figure: singleFigure(0.004096, 'MB'), coverage: none, detail: null };
const courseAfter = (passes: number): PassDone['course'] => ({ passes, rests: 0, elapsedMs: 1000 * passes });

/** A step whose attempts do what is listed, one after the other; `null`: it is under way until a proof comes. */
const run = async (kind: 'vram_pattern' | 'fp32_throughput', attempts: (readonly Coverage[] | 'ends')[]) => {
  const way = createRightOfWay();
  const never = new AbortController().signal;
  const from: unknown[] = [];
  const told: number[] = [];
  let passes = 0;
  const measurement = await measureByTurns(planned(kind), {
    way,
    signal: never,
    onGaveWay: (times) => told.push(times),
    measure: (check, turn, onPass) => {
      from.push(check.work.via === 'measure' && 'from' in check.work.task ? check.work.task.from : null);
      const doings = attempts[Math.min(from.length, attempts.length) - 1] as readonly Coverage[] | 'ends';
      if (doings === 'ends') return Promise.resolve(passed);
      for (const coverage of doings) {
        passes += 1;
        onPass({ course: courseAfter(passes), coverage });
      }
      const stopped = new Promise<never>((_, reject) => turn.addEventListener('abort', () => reject(turn.reason)));
      void way.proof(never).then((leave) => leave());
      return stopped;
    },
  });
  return { measurement, from, told };
};

describe('a step by turns with proofs', () => {
  it('begins again after each proof', async () => {
    const { measurement, from, told } = await run('fp32_throughput', [[], [], 'ends']);
    expect([measurement, from, told]).toEqual([passed, [null, null, null], [1, 2]]);
  });

  it('of the memory goes on after its last whole pass, and keeps the errors of every part', async () => {
    const { measurement, from } = await run('vram_pattern', [[none, broken], [], [none], 'ends']);
    expect(from).toEqual([null, courseAfter(2), courseAfter(2), courseAfter(3)]);
    expect(measurement).toMatchObject({ verdict: 'failed', coverage: { wrongWords: 1, wrongBits: oneBit(2) } });
  });

  it('ends when proofs leave it no time', async () => {
    await expect(run('vram_pattern', [[]])).rejects.toMatchObject({ code: 'CHECK_GAVE_WAY', data: { times: 21 } });
  });

  it('says what it found wrong even so', async () => {
    const { measurement } = await run('vram_pattern', [[broken], []]);
    expect(measurement).toMatchObject({ verdict: 'failed', figure: null, coverage: { wrongWords: 1 } });
  });

  it('ends even when it has its passes, and only the timed reads after one more never get done', async () => {
    const hour = Array.from({ length: 3600 }, () => none);
    await expect(run('vram_pattern', [hour, [none]])).rejects.toMatchObject({
      code: 'CHECK_GAVE_WAY',
      data: { times: 21 },
    });
  });

  it('keeps what was found before the device was lost and a fresh child began again', async () => {
    const measurement = await measureByTurns(planned('vram_pattern'), {
      way: createRightOfWay(),
      signal: new AbortController().signal,
      onGaveWay: () => undefined,
      measure: async (_, __, onPass) => {
        onPass({ course: courseAfter(1), coverage: broken });
        onPass({ course: courseAfter(1), coverage: none });
        onPass({ course: courseAfter(2), coverage: none });
        return passed;
      },
    });
    expect(measurement).toMatchObject({ verdict: 'failed', coverage: { wrongWords: 1 } });
  });

  it('does not end while it gets on between them', async () => {
    const { told } = await run('vram_pattern', [...Array<readonly Coverage[]>(40).fill([none]), 'ends']);
    expect(told).toHaveLength(40);
  });
});
