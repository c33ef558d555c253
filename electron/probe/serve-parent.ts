/** The child's end of the conversation with its client: one request at a time, a beat while it is served, an end to each. */
import { GpuFault } from './gpu-guard.ts';
import { startHeartbeat, type Watch } from './heartbeat.ts';
import { type ProbeReport, type ProbeRequest, requestSchema } from './messages.ts';
import type { Bound } from './patience.ts';

export interface Served {
  send: (report: ProbeReport) => void;
  /** Resolves with the nonce that follows the fill shares. */
  nextNonce: () => Promise<string>;
  watch: Watch;
}

const progressEveryMs = 100;

/** The first line says what is wrong; a shader compiler's may be followed by pages. */
const detailOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]?.slice(0, 300) ?? '';

/** Listing opens one driver after the other, and a slow disk may hold a thread for seconds: neither is a hang. */
const restingBound = (request: ProbeRequest): Bound =>
  request.kind === 'list_adapters' || (request.kind === 'measure' && request.task.kind.startsWith('disk_'))
    ? 'cold'
    : 'warm';

/** @param serve whatever it rejects with is reported as the end of the request */
export const serveParent = (
  listen: (listener: (message: unknown) => void) => void,
  post: (report: ProbeReport) => void,
  serve: (request: ProbeRequest, served: Served) => Promise<void>,
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
  const answer = async (request: ProbeRequest): Promise<void> => {
    const heartbeat = startHeartbeat(restingBound(request), send);
    try {
      await serve(request, { send, nextNonce, watch: heartbeat.watch });
    } catch (error) {
      const isLost = error instanceof GpuFault && error.kind === 'lost';
      send({ kind: isLost ? 'lost' : 'failed', detail: detailOf(error) });
    } finally {
      heartbeat.stop();
    }
  };
  listen((message) => {
    const request = requestSchema.safeParse(message);
    if (!request.success) return send({ kind: 'failed', detail: 'unreadable request' });
    if (request.data.kind === 'nonce' && takeNonce) return takeNonce(request.data.nonce);
    void answer(request.data);
  });
};
