/** Sends the live state to one face: a snapshot, then changes; a face that falls behind gets a new snapshot. */
import type { AppState } from '../../shared/contract/app/index.ts';
import type { Feed, FeedMessage } from '../../shared/live/feed.ts';

const mostWaiting = 256;

/** Ends when `signal` is aborted or the reader stops. */
export async function* watchFeed(
  feed: Feed<AppState>,
  signal: AbortSignal | undefined,
): AsyncGenerator<FeedMessage<AppState>> {
  const waiting: FeedMessage<AppState>[] = [];
  let wake = (): void => undefined;
  const push = (message: FeedMessage<AppState>): void => {
    if (waiting.length >= mostWaiting) waiting.splice(0, waiting.length, feed.snapshot());
    else waiting.push(message);
    wake();
  };
  const stop = feed.subscribe(push);
  const onAbort = (): void => wake();
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    yield feed.snapshot();
    while (signal?.aborted !== true) {
      const message = waiting.shift();
      if (message) yield message;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    stop();
    signal?.removeEventListener('abort', onAbort);
  }
}
