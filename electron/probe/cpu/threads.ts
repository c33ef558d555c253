/** Threads for one measurement of the processor: started for it, asked one task at a time each, and ended after it. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ThreadResults, ThreadTask } from './thread-work.ts';
import { cpuThreadRole } from './worker.ts';

/** Rejects when the thread has died. */
export type AskThread = <Kind extends ThreadTask['kind']>(
  task: Extract<ThreadTask, { kind: Kind }>,
) => Promise<ThreadResults[Kind]>;

const askOf =
  (worker: Worker): AskThread =>
  async <Kind extends ThreadTask['kind']>(task: Extract<ThreadTask, { kind: Kind }>) => {
    worker.postMessage(task);
    const [result] = (await once(worker, 'message')) as [ThreadResults[Kind]];
    return result;
  };

/** @param entry module that serves the tasks when it is loaded as a thread */
export const withThreads = async <T>(
  count: number,
  entry: URL,
  work: (threads: readonly AskThread[]) => Promise<T>,
): Promise<T> => {
  const workers = Array.from({ length: count }, () => new Worker(entry, { workerData: { runs: cpuThreadRole } }));
  try {
    return await work(workers.map(askOf));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
};
