/** One thread of the processor's measurements: answers what it is asked, one task after the other, until it is ended. */
import type { MessagePort } from 'node:worker_threads';
import { doThreadTask, type ThreadTask } from './thread-work.ts';

/** What a thread is started with, so that the entry which it shares with the child knows what it is for. */
export const cpuThreadRole = 'cpu-thread';

export const serveThreadTasks = (port: MessagePort): void => {
  port.on('message', (task: ThreadTask) => port.postMessage(doThreadTask(task)));
};
