/** A queue between one writer and one reader that waits. It is bounded: a reader that is too slow loses its session. */
import type { AbortSignalLike } from '../../../shared/units/time.ts';

export interface Mailbox<Item> {
  /** Dropped when closed; over the limit the mailbox closes itself. */
  put(item: Item): void;
  /** Ends the reading after what is in it. */
  close(): void;
  /** @param signal  ends the reading at once */
  read(signal?: AbortSignalLike): AsyncGenerator<Item, void, void>;
}

const mostWaiting = 1_000;

export const createMailbox = <Item>(): Mailbox<Item> => {
  const waiting: Item[] = [];
  let isClosed = false;
  let wake: (() => void) | null = null;
  const stir = (): void => {
    wake?.();
    wake = null;
  };
  const close = (): void => {
    isClosed = true;
    stir();
  };
  return {
    put: (item) => {
      if (isClosed) return;
      if (waiting.length >= mostWaiting) return close();
      waiting.push(item);
      stir();
    },
    close,
    async *read(signal) {
      signal?.addEventListener('abort', stir, { once: true });
      while (!signal?.aborted) {
        const next = waiting.shift();
        if (next !== undefined) yield next;
        else if (isClosed) return;
        else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    },
  };
};
