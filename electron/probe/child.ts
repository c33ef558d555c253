/**
 * Entry of the probe's child process, under a forked Node and under Electron's utilityProcess alike, and of the threads
 * that it starts. It serves one request at a time and ends when its parent is gone. It holds nothing worth keeping: the
 * parent stops it by killing it.
 */
import { isMainThread, parentPort as threadPort, workerData } from 'node:worker_threads';
import { cpuThreadRole, serveThreadTasks } from './cpu/worker.ts';
import type { ProbeRequest } from './messages.ts';
import { serveRequest } from './request.ts';
import { type Served, serveParent } from './serve-parent.ts';

/** What Electron puts on `process` in a utility process. */
interface UtilityPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

const serve = (request: ProbeRequest, served: Served): Promise<void> =>
  serveRequest(request, { ...served, workerEntry: new URL(import.meta.url) });

const utilityPort = (process as unknown as { parentPort?: UtilityPort }).parentPort;

if (!isMainThread && threadPort && (workerData as { runs?: unknown } | null)?.runs === cpuThreadRole)
  serveThreadTasks(threadPort);
else if (utilityPort) {
  serveParent(
    (listener) => utilityPort.on('message', ({ data }) => listener(data)),
    (report) => utilityPort.postMessage(report),
    serve,
  );
} else if (process.send) {
  process.on('disconnect', () => process.exit(0));
  serveParent(
    (listener) => process.on('message', listener),
    (report) => process.send?.(report),
    serve,
  );
}
