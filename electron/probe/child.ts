/**
 * Entry of the probe's child process, under a forked Node and under Electron's utilityProcess alike, and of the threads
 * that it starts. It serves one request at a time and ends when its parent is gone. It holds nothing worth keeping: the
 * parent stops it by killing it.
 */
import { isMainThread, parentPort as threadPort, workerData } from 'node:worker_threads';
import { cpuThreadRole, serveThreadTasks } from './cpu/worker.ts';
import { type ProbeReport, requestSchema } from './messages.ts';
import { serveRequest } from './request.ts';

/** What Electron puts on `process` in a utility process. */
interface UtilityPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

const progressEveryMs = 100;

/** The first line says what is wrong; a shader compiler's may be followed by pages. */
const detailOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]?.slice(0, 300) ?? '';

const serveParent = (
  listen: (listener: (message: unknown) => void) => void,
  post: (report: ProbeReport) => void,
): void => {
  let takeNonce: ((nonce: string) => void) | null = null;
  let lastProgressAt = 0;
  const send = (report: ProbeReport): void => {
    if (report.kind === 'progress') {
      const now = performance.now();
      if (now - lastProgressAt < progressEveryMs) return;
      lastProgressAt = now;
    }
    post(report);
  };
  const nextNonce = (): Promise<string> =>
    new Promise((resolve) => {
      takeNonce = resolve;
    });
  listen((message) => {
    const request = requestSchema.safeParse(message);
    if (!request.success) return send({ kind: 'failed', detail: 'unreadable request' });
    if (request.data.kind === 'nonce' && takeNonce) return takeNonce(request.data.nonce);
    serveRequest(request.data, { send, nextNonce, workerEntry: new URL(import.meta.url) }).catch((error: unknown) => {
      send({ kind: 'failed', detail: detailOf(error) });
    });
  });
};

const utilityPort = (process as unknown as { parentPort?: UtilityPort }).parentPort;

if (!isMainThread && threadPort && (workerData as { runs?: unknown } | null)?.runs === cpuThreadRole)
  serveThreadTasks(threadPort);
else if (utilityPort) {
  serveParent(
    (listener) => utilityPort.on('message', ({ data }) => listener(data)),
    (report) => utilityPort.postMessage(report),
  );
} else if (process.send) {
  process.on('disconnect', () => process.exit(0));
  serveParent(
    (listener) => process.on('message', listener),
    (report) => process.send?.(report),
  );
}
