/**
 * The memory check: writes a pattern over the memory, reads it back in another order, and does the same with every bit
 * inverted. It finds bad memory on an honest machine; it proves nothing about a dishonest one.
 */
import { takeMemory } from './gpu-memory.ts';
import { type GpuSession, maxWorkgroups } from './gpu-session.ts';
import { kernels } from './kernels.ts';
import type { Measurement } from './messages.ts';
import { createPacer } from './pacer.ts';
import { WrongOutput } from './windows.ts';

const blockBytes = 64 * 16;
const listed = 16;

export interface PatternOptions {
  /** Memory to cover; less is covered when less can be had. */
  bytes: number;
  /** Pairs of a pattern and its inverse. */
  passes: number;
  /** No new pass begins after it. */
  budgetMs: number;
  /** Called between writing and verifying, with the buffers: where a test breaks a bit. */
  afterFill?: (buffers: readonly GPUBuffer[]) => Promise<void>;
}

export interface WrongWord {
  /** Byte address over all buffers, modulo 16 GiB. */
  address: number;
  /** The bits that differ. */
  differing: number;
}

/** @returns `passed`, or `failed` with the count and the first addresses; `invalid` never comes from wrong memory */
export const checkPattern = async (
  session: GpuSession,
  options: PatternOptions,
  report: (progress: number) => void,
): Promise<Measurement & { wrong: WrongWord[] }> => {
  const begun = performance.now();
  const { buffers, bufferBytes } = await takeMemory(session, options.bytes, 2 ** 30);
  const fill = await session.pipeline(kernels.pattern(), 'fill');
  const verify = await session.pipeline(kernels.pattern(), 'verify');
  const result = await session.storage(4 * (2 + 2 * listed));
  const blocks = bufferBytes / blockBytes;
  const pacers = new Map(
    [fill, verify].map((pipeline) => [pipeline, createPacer(1024, Math.min(blocks, maxWorkgroups))]),
  );
  const steps = 4 * options.passes * buffers.length;
  let done = 0;

  const sweep = async (pipeline: GPUComputePipeline, salt: number, flip: number): Promise<void> => {
    const pacer = pacers.get(pipeline);
    for (const [at, buffer] of buffers.entries()) {
      for (let first = 0; pacer && first < blocks; ) {
        const workgroups = Math.min(pacer.units(), blocks - first);
        // the salt holds the buffer's number too: word numbers repeat every 16 GiB
        const params = new Uint32Array([
          (at * bufferBytes) / 4,
          Math.imul(salt + at, 0x9e3779b1),
          flip,
          first,
          blocks - 1,
          0x9e3779b1,
        ]);
        const storage = pipeline === fill ? { 1: buffer } : { 1: buffer, 2: result };
        pacer.took(workgroups, await session.run([{ pipeline, params, buffers: storage, workgroups }]));
        first += workgroups;
        report(Math.min(1, (done + first / blocks) / steps));
      }
      done += 1;
    }
  };

  let passesDone = 0;
  for (
    ;
    passesDone < options.passes && (passesDone === 0 || performance.now() - begun < options.budgetMs);
    passesDone += 1
  ) {
    for (const flip of [0, 0xffffffff]) {
      await sweep(fill, 1000 * passesDone, flip);
      await options.afterFill?.(buffers);
      await sweep(verify, 1000 * passesDone, flip);
    }
  }
  const words = await session.read(result, 4 * (2 + 2 * listed));
  const [verified = 0, wrongWords = 0] = words;
  if (verified !== (2 * passesDone * buffers.length * blocks) % 2 ** 32)
    throw new WrongOutput(`${verified} blocks verified`);
  const wrong = Array.from({ length: Math.min(listed, wrongWords) }, (_, at) => ({
    address: 4 * (words[2 + 2 * at] as number),
    differing: words[3 + 2 * at] as number,
  }));
  const coveredBytes = buffers.length * bufferBytes;
  const coveredMegabytes = coveredBytes / 1e6;
  return {
    verdict: wrongWords === 0 ? 'passed' : 'failed',
    figure: {
      unit: 'MB',
      median: coveredMegabytes,
      p10: coveredMegabytes,
      p90: coveredMegabytes,
      windows: 2 * passesDone,
    },
    coverage: { coveredBytes, totalBytes: null, wrongWords },
    detail: wrongWords === 0 ? null : `first wrong address 0x${wrong[0]?.address.toString(16)}`,
    wrong,
  };
};
