/**
 * Events on their way to the other processes: sent one after the other, kept in their order while the server is away, up
 * to a bound. Above it the oldest go first, for the newest say most; each that goes is counted.
 */
import type { Clock } from '../../../shared/units/time.ts';

export interface Outgoing {
  /** Under which the server knows it again. */
  readonly id: string;
  readonly subject: string;
  readonly bytes: Uint8Array;
}

export interface BusOutbox {
  add(outgoing: Outgoing): void;
  /** Tries again at once what waits. */
  stir(): void;
  readonly counts: { readonly waiting: number; readonly sent: number; readonly lost: number };
  /** Whether the last attempt failed. */
  readonly isStuck: boolean;
  /** Resolves once nothing waits, or after `withinMs`; sends no more then. */
  close(withinMs: number): Promise<void>;
}

/** Of some hundred bytes each. */
const mostWaiting = 10_000;
const againAfterMs = 500;

/** @param send  `sent` once the server has it, `refused` when it never will; rejects with one that is to be sent again */
export const createBusOutbox = ({
  send,
  clock,
  onLost,
}: {
  readonly send: (outgoing: Outgoing) => Promise<'sent' | 'refused'>;
  readonly clock: Pick<Clock, 'sleep'>;
  /** @param lost  in all */
  readonly onLost: (lost: number) => void;
}): BusOutbox => {
  const waiting: Outgoing[] = [];
  let [sent, lost] = [0, 0];
  let isStuck = false;
  let isClosed = false;
  let nudge = new AbortController();
  let sending: Promise<void> | null = null;

  const lose = (): void => {
    lost += 1;
    onLost(lost);
  };

  const sendFirst = async (first: Outgoing): Promise<void> => {
    nudge = new AbortController();
    try {
      const outcome = await send(first);
      isStuck = false;
      if (outcome === 'sent') sent += 1;
      else lose();
      waiting.shift();
    } catch {
      isStuck = true;
      if (!isClosed) await clock.sleep(againAfterMs, nudge.signal).catch(() => undefined);
    }
  };

  const sendAll = async (): Promise<void> => {
    for (let first = waiting[0]; first !== undefined && !isClosed; first = waiting[0]) await sendFirst(first);
    sending = null;
  };

  return {
    add: (outgoing) => {
      if (isClosed) return lose();
      if (waiting.length >= mostWaiting) {
        // The first one is under way.
        waiting.splice(1, 1);
        lose();
      }
      waiting.push(outgoing);
      sending ??= sendAll();
    },
    stir: () => nudge.abort(),
    get counts() {
      return { waiting: waiting.length, sent, lost };
    },
    get isStuck() {
      return isStuck;
    },
    close: async (withinMs) => {
      const given = new AbortController();
      const late = clock.sleep(withinMs, given.signal).catch(() => undefined);
      await Promise.race([sending ?? Promise.resolve(), late]);
      given.abort();
      isClosed = true;
      nudge.abort();
      while (waiting.shift() !== undefined) lose();
    },
  };
};
