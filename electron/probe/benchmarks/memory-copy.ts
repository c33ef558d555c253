/** Copying within the GPU's memory, there and back; every word is verified after every window. */
import type { GpuSession } from '../gpu-session.ts';
import { kernels } from '../kernels.ts';
import type { Measurement } from '../messages.ts';
import { collectWindows, type WindowPlan } from '../windows.ts';
import { passOf, type RowDispatch, sweep, takeKnownMemory, verifyPassSums, width, workgroups } from './known-memory.ts';
import { passed } from './outcome.ts';
import { repeatFor } from './repeat.ts';

/** Odd, so that every copy changes every bit pattern. */
const addend = 0x3c6ef373;

/**
 * @param bytes source and target together, rounded down to powers of two
 * @returns bytes read and bytes written, added, per second
 */
export const measureMemoryCopy = async (
  session: GpuSession,
  bytes: number,
  plan: WindowPlan,
  report: (progress: number) => void,
): Promise<Measurement> => {
  const memory = await takeKnownMemory(session, bytes, 2, plan.budgetMs);
  const pairs = Math.floor(memory.buffers.length / 2);
  const sources = { ...memory, buffers: memory.buffers.slice(0, pairs) };
  const pipeline = await session.pipeline(kernels.copy(), 'copy');
  const copy =
    (from: number, to: number): RowDispatch =>
    (at, firstRow, rows) => ({
      pipeline,
      params: Uint32Array.of(addend, firstRow, rows),
      buffers: { 1: memory.buffers[at + from] as GPUBuffer, 2: memory.buffers[at + to] as GPUBuffer },
      workgroups,
    });
  const rows = await sweep(session, sources, copy(0, pairs));
  const readRows = await sweep(session, sources, memory.read);
  const thereAndBack = [...passOf(sources, copy(0, pairs), rows), ...passOf(sources, copy(pairs, 0), rows)];
  const verification = passOf(sources, memory.read, readRows);
  const repeat = repeatFor(session, thereAndBack);
  let copies = 0;

  const window = async (): Promise<number> => {
    const { passes, tookMs } = await repeat();
    copies += 2 * passes;
    await session.clear(memory.sums);
    await session.run(verification);
    const words = await session.read(memory.sums, 4 * width);
    verifyPassSums(words, pairs * memory.rowsPerBuffer, 1, Math.imul(copies, addend));
    return (passes * 4 * pairs * memory.bufferBytes) / tookMs / 1e6;
  };
  return passed(await collectWindows(window, plan, () => performance.now(), report), 'GB/s');
};
