import { describe, expect, it } from 'vitest';
import { tickCollision } from './tick-collision.ts';
import type { MarkedDevice } from './tick-marks.ts';
import { setOf } from './tick-set.ts';

const count = 300;
const all = Array.from({ length: count }, (_, place) => place);
const marked = (deviceId: string, asked: number[], slipped: number[], present = all): MarkedDevice => ({
  deviceId,
  accountId: `owner of ${deviceId}`,
  marks: {
    asked: setOf(asked, count),
    slower: setOf([], count),
    slipped: setOf(slipped, count),
    present: setOf(present, count),
    slip: Math.log(1.8),
  },
});
const own = all.filter((place) => place % 2 === 0);
const shared = own.filter((place) => place % 6 === 0);
const other = marked(
  'other',
  all.filter((place) => place % 3 === 0),
  [],
);
const stranger = marked(
  'stranger',
  all.filter((place) => place % 5 < 2),
  [],
);

describe('a collision at ticks', () => {
  it('is found where a device is slow at every tick that it shares with another one, and only there', () => {
    const found = tickCollision(marked('own', own, shared), [stranger, other]);
    expect(found?.score).toBe(0.98);
    expect(found?.facts).toMatchObject({
      otherDevice: 'other',
      sharedTicks: 50,
      sharedSlow: 50,
      otherTicks: 100,
      otherSlow: 0,
      timesAsLong: 1.8,
    });
  });

  it('is found among five accounts, where most ticks are shared with one of them', () => {
    const withAnyOther = own.filter((place) => place % 6 === 0 || place % 10 < 7);
    expect(tickCollision(marked('own', own, withAnyOther), [other])?.facts.otherDevice).toBe('other');
  });

  it('is found where the GPU serves one account after the other, so that only the second of them is slow', () => {
    const second = shared.filter((_, index) => index % 3 === 1);
    const found = tickCollision(marked('own', own, second), [other]);
    expect(found?.score).toBeGreaterThan(0.9);
    expect(found?.facts).toMatchObject({ sharedTicks: 50, sharedSlow: 17, otherSlow: 0 });
  });

  it('is none when the owner plays, however often', () => {
    const playing = own.filter((place) => place % 60 < 25);
    expect(tickCollision(marked('own', own, playing), [stranger, other])).toBeNull();
  });

  it('is none when both are on only while the owner plays: hours are not compared, ticks are', () => {
    const evenings = all.filter((place) => place % 60 < 25);
    const playing = own.filter((place) => place % 60 < 25);
    const friend = marked(
      'friend',
      evenings.filter((place) => place % 3 === 0),
      [],
      evenings,
    );
    expect(tickCollision(marked('own', own, playing), [friend])).toBeNull();
  });

  it('needs more than a few slow proofs', () => {
    expect(tickCollision(marked('own', own, shared.slice(0, 3)), [other])).toBeNull();
  });
});
