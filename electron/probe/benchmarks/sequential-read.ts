/** Memory bandwidth: reads a known memory in order, again and again, and verifies each invocation's sum. */
import type { GpuSession } from '../gpu-session.ts';
import type { Measurement } from '../messages.ts';
import { collectWindows, type WindowPlan } from '../windows.ts';
import { passOf, sweep, takeKnownMemory, verifyPassSums, width } from './known-memory.ts';
import { passed } from './outcome.ts';
import { repeatFor } from './repeat.ts';

/**
 * @param bytes memory to read over; rounded down to powers of two. Larger than the GPU's caches, or they are measured
 */
export const measureSequentialRead = async (
  session: GpuSession,
  bytes: number,
  plan: WindowPlan,
  report: (progress: number) => void,
): Promise<Measurement> => {
  const memory = await takeKnownMemory(session, bytes, 1, plan.budgetMs);
  const { buffers, bufferBytes, rowsPerBuffer, sums, read } = memory;
  const pass = passOf(memory, read, await sweep(session, memory, read));
  const repeat = repeatFor(session, pass);

  const window = async (): Promise<number> => {
    await session.clear(sums);
    const { passes, tookMs } = await repeat();
    verifyPassSums(await session.read(sums, 4 * width), buffers.length * rowsPerBuffer, passes);
    return (passes * buffers.length * bufferBytes) / tookMs / 1e6;
  };
  return passed(await collectWindows(window, plan, () => performance.now(), report), 'GB/s');
};
