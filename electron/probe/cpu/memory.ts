/**
 * Memory bandwidth of the processor: all threads run STREAM's triad, each over memory of its own, and places at random
 * are checked after every window. It says nothing of a memory smaller than the caches.
 */
import type { Measurement } from '../messages.ts';
import { collectWindows, figureOf, type WindowPlan, WrongOutput } from '../windows.ts';
import { withThreads } from './threads.ts';
import { isTriadRight, triadPassBytes } from './triad.ts';

const windowMs = 200;
const sample = 4096;

/**
 * @param bytes of each thread, for its three arrays together
 * @throws WrongOutput when an element is not what the pass must leave
 */
export const measureMemory = (
  threads: number,
  bytes: number,
  entry: URL,
  plan: WindowPlan,
  report: (progress: number) => void,
): Promise<Measurement> =>
  withThreads(threads, entry, async (asks) => {
    const memories = asks.map(() => new SharedArrayBuffer(bytes));
    const memoryOf = (thread: number): SharedArrayBuffer => memories[thread] as SharedArrayBuffer;
    await Promise.all(asks.map((ask, thread) => ask({ kind: 'triad_fill', memory: memoryOf(thread) })));
    let scalar = 0;
    const window = async (): Promise<number> => {
      // another one each time, so that what an earlier window left is wrong
      scalar = 1 + (scalar % 1000);
      const rates = await Promise.all(
        asks.map(async (ask, thread) => {
          const { passes, tookMs } = await ask({ kind: 'triad', memory: memoryOf(thread), scalar, forMs: windowMs });
          return (passes * triadPassBytes(memoryOf(thread))) / tookMs / 1e6;
        }),
      );
      if (!memories.every((memory) => isTriadRight(memory, scalar, { sample, random: Math.random })))
        throw new WrongOutput('an element of the triad');
      return rates.reduce((sum, rate) => sum + rate, 0);
    };
    const rates = await collectWindows(window, plan, () => performance.now(), report);
    return { verdict: 'passed', figure: figureOf(rates, 'GB/s'), coverage: null, detail: null };
  });
