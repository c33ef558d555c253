/**
 * Random reads of 128 bytes, as the proof's walk makes them but without waiting for each other. What was read is
 * verified as a whole, and invocation by invocation for some of them.
 */
import type { GpuSession } from '../gpu-session.ts';
import { kernels } from '../kernels.ts';
import type { Measurement } from '../messages.ts';
import { collectWindows, type WindowPlan, WrongOutput } from '../windows.ts';
import {
  type KnownMemory,
  knownWord,
  passOf,
  type RowDispatch,
  rowBytes,
  sweep,
  takeKnownMemory,
  width,
  workgroups,
} from './known-memory.ts';
import { passed } from './outcome.ts';
import { repeatFor } from './repeat.ts';

const itemBytes = 128;
const itemsPerRow = rowBytes / itemBytes;
const salt = 0x1d872b41;
/** Invocations whose own sum is computed: every one of this many. */
const sampledEvery = 4099;

/** The item that `random-read.wgsl` reads as its `number`th, of 2^`bits`. */
export const permutedItem = (number: number, bits: number): number => {
  const mask = 2 ** bits - 1;
  const half = (bits + 1) >> 1;
  let item = (number + salt) & mask;
  item = Math.imul(item ^ (item >>> half), 0x7feb352d) & mask;
  item = Math.imul(item ^ (item >>> half), 0x846ca68b) & mask;
  return item ^ (item >>> half);
};

type Shape = Pick<KnownMemory, 'bufferBytes' | 'rowsPerBuffer'> & { buffers: { length: number } };

/** What one pass adds to an invocation's word, modulo 2^32. */
export const expectedRandomSum = (lane: number, { buffers, bufferBytes, rowsPerBuffer }: Shape): number => {
  const bits = Math.log2(bufferBytes / itemBytes);
  let sum = 0;
  for (let at = 0; at < buffers.length; at += 1) {
    for (let row = 0; row < rowsPerBuffer; row += 1) {
      const item = permutedItem(row * itemsPerRow + (lane >> 3), bits);
      const place = (at * bufferBytes + item * itemBytes + (lane & 7) * 16) / 4;
      for (let part = 0; part < 4; part += 1) sum = (sum + knownWord(place + part)) | 0;
    }
  }
  return sum >>> 0;
};

/** The sum of all known words, modulo 2^32: what a pass adds to all invocations together. */
export const expectedWhole = (words: number): number =>
  Number(BigInt.asUintN(32, ((BigInt(words) * BigInt(words + 1)) / 2n) * BigInt(knownWord(0) >>> 0)));

/** @param bytes memory to read over, rounded down to powers of two; larger than the GPU's caches */
export const measureRandomRead = async (
  session: GpuSession,
  bytes: number,
  plan: WindowPlan,
  report: (progress: number) => void,
): Promise<Measurement> => {
  const memory = await takeKnownMemory(session, bytes, 1, plan.budgetMs);
  const { buffers, bufferBytes, sums } = memory;
  const pipeline = await session.pipeline(kernels.randomRead(), 'read_items');
  const read: RowDispatch = (at, firstRow, rows) => ({
    pipeline,
    params: Uint32Array.of(salt, firstRow, rows, Math.log2(bufferBytes / itemBytes)),
    buffers: { 1: buffers[at] as GPUBuffer, 2: sums },
    workgroups,
  });
  const repeat = repeatFor(session, passOf(memory, read, await sweep(session, memory, read)));
  const whole = expectedWhole((buffers.length * bufferBytes) / 4);
  const sampled = new Map<number, number>();
  for (let lane = 0; lane < width; lane += sampledEvery) sampled.set(lane, expectedRandomSum(lane, memory));

  const window = async (): Promise<number> => {
    await session.clear(sums);
    const { passes, tookMs } = await repeat();
    const words = await session.read(sums, 4 * width);
    for (const [lane, sum] of sampled) {
      if (words[lane] !== Math.imul(passes, sum) >>> 0) throw new WrongOutput(`sum of invocation ${lane}`);
    }
    const total = words.reduce((sum, word) => (sum + word) | 0, 0);
    if (total !== Math.imul(passes, whole)) throw new WrongOutput('sum of all invocations');
    return (passes * buffers.length * bufferBytes) / tookMs / 1e6;
  };
  return passed(await collectWindows(window, plan, () => performance.now(), report), 'GB/s');
};
