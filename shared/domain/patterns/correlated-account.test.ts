import { describe, expect, it } from 'vitest';
import { correlatedAccount, linksOf } from './correlated-account.ts';
import type { MarkedDevice } from './tick-marks.ts';
import { setOf } from './tick-set.ts';

const count = 256;
const all = Array.from({ length: count }, (_, place) => place);
/** Of a tick and a device, as good as drawn. */
const bit = (place: number, salt: number): boolean => {
  let mixed = Math.imul(place + 1, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 31 === 1;
};

const marked = (deviceId: string, isSlower: (place: number) => boolean, asked = all): MarkedDevice => ({
  deviceId,
  accountId: `owner of ${deviceId}`,
  marks: {
    asked: setOf(asked, count),
    slower: setOf(asked.filter(isSlower), count),
    slipped: setOf([], count),
    present: setOf(all, count),
    slip: 0,
  },
});
const own = marked('own', (place) => bit(place, 1));
const fleet = [2, 3, 4, 5, 6, 7].map((salt) => marked(`d${salt}`, (place) => bit(place, salt)));
const twin = marked('twin', (place) => (place % 16 === 0 ? bit(place, 9) : bit(place, 1)));

describe('a correlated account', () => {
  it('is the one whose times rise and fall with the device’s own', () => {
    const found = correlatedAccount(linksOf(own, [...fleet, twin], []));
    expect(found?.score).toBeGreaterThan(0.9);
    expect(found?.facts).toMatchObject({ otherDevice: 'twin', commonTicks: 256 });
    expect(found?.facts.correlation).toBeGreaterThan(0.9);
  });

  it('is nobody in a fleet of strangers', () => {
    expect(correlatedAccount(linksOf(own, fleet, []))).toBeNull();
  });

  it('is nobody when the network makes all of them slow together', () => {
    const together = [2, 3, 4, 5, 6, 7].map((salt) =>
      marked(`d${salt}`, (place) => (place % 10 === salt ? bit(place, salt) : bit(place, 1))),
    );
    expect(linksOf(own, together, [])).toEqual([]);
  });

  it('is found among a crowd of copies of one model, by those of other models', () => {
    const copies = [2, 3, 4, 5, 6, 7].map((salt) =>
      marked(`copy${salt}`, (place) => (place % 20 === salt ? bit(place, salt) : bit(place, 1))),
    );
    expect(linksOf(own, copies, fleet)).toHaveLength(6);
  });

  it('is not looked for where nobody shows what is common to all, nor over a few ticks', () => {
    expect(linksOf(own, [twin], fleet.slice(0, 3))).toEqual([]);
    expect(linksOf(own, [marked('twin', (place) => bit(place, 1), all.slice(0, 23)), ...fleet], [])).toEqual([]);
  });
});
