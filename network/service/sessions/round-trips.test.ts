import { describe, expect, it } from 'vitest';
import { createRoundTrips } from './round-trips.ts';

const setUp = () => {
  let nowMs = 0;
  const sent: Buffer[] = [];
  const trips = createRoundTrips({ monotonic: () => nowMs }, (payload) => sent.push(payload));
  /** Answers the newest ping after so many milliseconds. */
  const answer = (ms: number): void => {
    nowMs += ms;
    trips.take(sent.at(-1) as Buffer);
  };
  return { sent, trips, answer };
};

describe('the way to a device', () => {
  it('is not known before a ping was answered', () => {
    const { trips, sent } = setUp();
    expect(trips.seen()).toBeNull();
    trips.begin();
    expect([sent.length, trips.seen()]).toEqual([1, null]);
  });

  it('is clocked a few times for each stage, one ping after the other', () => {
    const { trips, sent, answer } = setUp();
    trips.begin();
    for (const ms of [30, 20, 20, 24]) answer(ms);
    expect([sent.length, trips.seen()]).toEqual([4, { floorMs: 20, jitterMs: (10 + 0 + 4) / 3 }]);
    trips.goOn();
    for (const ms of [18, 18, 18, 18]) answer(ms);
    expect([sent.length, trips.seen()]).toEqual([8, { floorMs: 18, jitterMs: (10 + 0 + 4 + 6) / 7 }]);
  });

  it('is not shortened by a pong that was made up or comes twice', () => {
    const { trips, sent, answer } = setUp();
    trips.begin();
    trips.take(Buffer.alloc(8));
    expect(trips.seen()).toBeNull();
    const [first] = sent;
    answer(50);
    trips.take(first as Buffer);
    expect(trips.seen()).toEqual({ floorMs: 50, jitterMs: null });
  });

  it('stays as it was where the device falls silent, and is forgotten with the next challenge', () => {
    const { trips, sent, answer } = setUp();
    trips.begin();
    answer(40);
    trips.goOn();
    expect([sent.length, trips.seen()]).toEqual([2, { floorMs: 40, jitterMs: null }]);
    trips.begin();
    expect([sent.length, trips.seen()]).toEqual([3, null]);
  });
});
