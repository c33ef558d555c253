/**
 * Sends waiting events in their order, at least once: an event leaves the store when the network has said that it keeps
 * it, and not before.
 */
import { PerigeeError, type Problem } from '../../shared/contract/codes.ts';
import type { OutboxItem } from '../../shared/contract/network/events.ts';
import type { OutboxStore } from '../../shared/domain/outbox/store.ts';
import type { Log } from '../../shared/log.ts';
import type { Clock } from '../../shared/units/time.ts';
import { createBackOff } from './back-off.ts';

export interface Outbox {
  /** Begins to send. Nothing the second time. */
  start(): void;
  /** Something was appended. Does not cut a pause after a failure short. */
  nudge(): void;
  /** The network is there again: any pause is over. */
  hurry(): void;
  /** Resolves when it sends no more. What is left stays in the store. */
  close(): Promise<void>;
}

const mostItems = 100;

export const createOutbox = (options: {
  store: OutboxStore;
  /** @returns ids that the network keeps; rejects by itself when the link closes */
  send: (items: OutboxItem[]) => Promise<readonly string[]>;
  clock: Clock;
  log: Log;
  onProblem: (problem: Problem) => void;
}): Outbox => {
  const { store, clock, log } = options;
  const backOff = createBackOff();
  let isClosing = false;
  let running: Promise<void> | null = null;
  let pause: AbortController | null = null;
  /** Ends the wait for something to send; null while it does not wait. */
  let wake: (() => void) | null = null;

  const idle = (): Promise<void> =>
    new Promise((resolve) => {
      wake = () => {
        wake = null;
        resolve();
      };
    });

  const rest = async (): Promise<void> => {
    pause = new AbortController();
    await clock.sleep(backOff.next(), pause.signal).catch(() => undefined);
    pause = null;
  };

  /** @returns false when nothing waits */
  const sendSome = async (): Promise<boolean> => {
    const items = store.pending(mostItems);
    if (items.length === 0) return false;
    const kept = new Set(await options.send(items));
    const ours = items.filter(({ id }) => kept.has(id)).map(({ id }) => id);
    store.acknowledge(ours);
    if (ours.length === 0)
      throw new PerigeeError('NETWORK_REFUSED', { code: 'NOT_ACKNOWLEDGED', detail: `${items.length} events` });
    return true;
  };

  const run = async (): Promise<void> => {
    while (!isClosing) {
      try {
        const hadSome = await sendSome();
        backOff.reset();
        if (!hadSome && !isClosing) await idle();
      } catch (error) {
        if (isClosing) return;
        if (error instanceof PerigeeError) options.onProblem(error.problem);
        else log.error('outbox_failed', { detail: error instanceof Error ? error.stack : String(error) });
        await rest();
      }
    }
  };

  return {
    start: () => {
      if (!isClosing) running ??= run();
    },
    nudge: () => wake?.(),
    hurry: () => {
      pause?.abort();
      wake?.();
    },
    close: async () => {
      isClosing = true;
      pause?.abort();
      wake?.();
      await running;
    },
  };
};
