/**
 * Clocks the way to one connected device and back while it proves, by pings of its WebSocket: a few when the challenge
 * goes out and a few when the nonces do, each after the answer to the one before. What answers is the end of the
 * connection, whatever stands there; it can make a way longer, and no verdict asks for it.
 */
import { randomBytes } from 'node:crypto';
import type { RoundTrip } from '../../../shared/contract/network/proofs.ts';
import { roundTripOf } from '../../../shared/domain/proof/round-trip.ts';
import type { Clock } from '../../../shared/units/time.ts';

const pingsInRow = 4;
/** Nobody answers a ping that has not come. */
const payloadBytes = 8;

export interface RoundTrips {
  /** Forgets the way of the challenge before, and pings. */
  begin(): void;
  /** Pings a few times more. */
  goOn(): void;
  /** Takes a pong; one that answers no ping is dropped. */
  take(payload: Uint8Array): void;
  /** Since the challenge began, on this connection; null: nothing was answered. */
  seen(): RoundTrip | null;
}

/** @param ping sends one with this payload, and nothing where the connection is closing */
export const createRoundTrips = (clock: Pick<Clock, 'monotonic'>, ping: (payload: Buffer) => void): RoundTrips => {
  let tookMs: number[] = [];
  let left = 0;
  let waiting: { payload: Buffer; sentAtMs: number } | null = null;
  const next = (): void => {
    if (waiting !== null || left === 0) return;
    left -= 1;
    waiting = { payload: randomBytes(payloadBytes), sentAtMs: clock.monotonic() };
    ping(waiting.payload);
  };
  return {
    begin: () => {
      tookMs = [];
      left = pingsInRow;
      waiting = null;
      next();
    },
    goOn: () => {
      left += pingsInRow;
      next();
    },
    take: (payload) => {
      if (waiting === null || !waiting.payload.equals(payload)) return;
      tookMs.push(clock.monotonic() - waiting.sentAtMs);
      waiting = null;
      next();
    },
    seen: () => roundTripOf(tookMs),
  };
};
