/** Counts the bytes of one job's network, holds them to the job's budget, and to the owner's rate. */
import { Transform } from 'node:stream';
import type { Clock } from '../../../shared/units/time.ts';

export interface TrafficOptions {
  clock: Clock;
  /** Both directions together. */
  mostBytes: number;
  /** Counted before: the app may have been away. */
  usedBytes: number;
  /** The most in a second; null: as fast as it goes. Read anew each time. */
  bytesPerSecond: () => number | null;
  /**
   * Told before bytes pass that take the count beyond what was kept, with a margin, so that an app that is killed never
   * lets more through than the budget.
   */
  keep: (usedBytes: number) => void;
  onUsedUp: () => void;
}

export interface Traffic {
  usedBytes(): number;
  isUsedUp(): boolean;
  /** A stream that lets through what may pass, and breaks off with the budget. */
  meter(): Transform;
  /** Keeps the exact count. */
  close(): void;
}

const leastMarginBytes = 2 ** 20;
const marginShare = 1 / 256;
/** A rate is kept over so long: short enough that a call is not disturbed, long enough for a timer. */
const burstMs = 250;

export const createTraffic = (options: TrafficOptions): Traffic => {
  const { clock, mostBytes, keep } = options;
  const marginBytes = Math.max(leastMarginBytes, Math.ceil(mostBytes * marginShare));
  let usedBytes = options.usedBytes;
  let keptBytes = options.usedBytes;
  /** When, by the monotonic clock, all that has passed is paid for at the owner's rate. */
  let paidAt = 0;

  const isUsedUp = (): boolean => usedBytes >= mostBytes;
  /** @returns false when it is more than the budget has left; nothing of it may pass then */
  const count = (bytes: number): boolean => {
    if (usedBytes + bytes > mostBytes) {
      const isNew = !isUsedUp();
      usedBytes = mostBytes;
      if (isNew) options.onUsedUp();
      return false;
    }
    if (usedBytes + bytes > keptBytes) {
      const next = Math.min(mostBytes, usedBytes + bytes + marginBytes);
      keep(next);
      keptBytes = next;
    }
    usedBytes += bytes;
    return true;
  };
  const untilPaid = async (bytes: number, signal: AbortSignal): Promise<void> => {
    const rate = options.bytesPerSecond();
    if (rate === null) return;
    const now = clock.monotonic();
    paidAt = Math.max(paidAt, now - burstMs) + (bytes * 1000) / rate;
    if (paidAt > now) await clock.sleep(paidAt - now, signal);
  };

  return {
    usedBytes: () => usedBytes,
    isUsedUp,
    meter: () => {
      const ended = new AbortController();
      return new Transform({
        transform: (chunk: Buffer, _encoding, done) => {
          try {
            if (!count(chunk.length)) return done(new Error('the budget is used up'));
          } catch (error) {
            return done(error instanceof Error ? error : new Error(String(error)));
          }
          untilPaid(chunk.length, ended.signal).then(
            () => done(null, chunk),
            (error: Error) => done(error),
          );
        },
        destroy: (error, done) => {
          ended.abort();
          done(error);
        },
      });
    },
    close: () => {
      if (keptBytes === usedBytes) return;
      keptBytes = usedBytes;
      keep(usedBytes);
    },
  };
};
