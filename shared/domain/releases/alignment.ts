/**
 * Lays lines beside the hashes that were published of them, one after the other, and tells a line that was changed from
 * one that was put in and from some that are gone: without that, one missing line would make all after it look wrong.
 */
import { hashBytes } from './merkle.ts';

export type Misfit =
  /** Stands where another line was signed. `row`: its line in the file, `leaf`: that of the hash; both from 1. */
  | { readonly kind: 'changed'; readonly row: number; readonly leaf: number; readonly deviceId: string | null }
  | { readonly kind: 'extra'; readonly row: number; readonly deviceId: string | null }
  /** Hashes without a line, in a run. */
  | { readonly kind: 'missing'; readonly leaf: number; readonly count: number };

interface Line {
  readonly row: number;
  readonly deviceId: string | null;
}

/** Lines that fit nowhere and wait to be told apart. */
const mostWaiting = 1_024;

const isAt = (hashes: Uint8Array, hash: Uint8Array, place: number): boolean => {
  const from = place * hashBytes;
  for (let at = 0; at < hashBytes; at += 1) if (hash[at] !== hashes[from + at]) return false;
  return true;
};

const prefixOf = (hashes: Uint8Array, place: number): number => {
  const at = place * hashBytes;
  return (
    (hashes[at] ?? 0) * 2 ** 24 +
    (hashes[at + 1] ?? 0) * 2 ** 16 +
    (hashes[at + 2] ?? 0) * 2 ** 8 +
    (hashes[at + 3] ?? 0)
  );
};

/** Finds a hash wherever it stands. @returns its place from 0; -1 when it is not there */
const indexOf = (hashes: Uint8Array): ((hash: Uint8Array) => number) => {
  const places = Uint32Array.from({ length: hashes.length / hashBytes }, (_, place) => place);
  places.sort((left, right) => prefixOf(hashes, left) - prefixOf(hashes, right) || left - right);
  return (hash) => {
    const wanted = prefixOf(hash, 0);
    let [low, high] = [0, places.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (prefixOf(hashes, places[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    for (let at = low; at < places.length; at += 1) {
      const place = places[at] ?? 0;
      if (prefixOf(hashes, place) !== wanted) return -1;
      if (isAt(hashes, hash, place)) return place;
    }
    return -1;
  };
};

export interface Alignment {
  take(line: Line & { readonly hash: Uint8Array }): void;
  /** After the last line. */
  end(): void;
}

/** @param hashes packed, 32 bytes each */
export const createAlignment = (hashes: Uint8Array, onMisfit: (misfit: Misfit) => void): Alignment => {
  const count = hashes.length / hashBytes;
  /** Made for the first line that is not where it should be; seldom needed. */
  let find: ((hash: Uint8Array) => number) | null = null;
  /** The hash that comes next, and the last that had its line; from 0. */
  let next = 0;
  let matched = -1;
  let waiting: (Line & { readonly place: number })[] = [];
  /** Pairs the lines that wait with the hashes before `place`: what is left over on either side is extra or missing. */
  const settle = (place: number): void => {
    const gap = Math.max(0, place - next);
    for (const [at, { row, deviceId }] of waiting.entries()) {
      if (at < gap) onMisfit({ kind: 'changed', row, deviceId, leaf: next + at + 1 });
      else onMisfit({ kind: 'extra', row, deviceId });
    }
    const missing = gap - waiting.length;
    if (missing > 0) onMisfit({ kind: 'missing', leaf: next + waiting.length + 1, count: missing });
    waiting = [];
  };
  const match = (place: number): void => {
    matched = place;
    next = place + 1;
  };
  const letWait = (line: Line & { readonly place: number }): void => {
    waiting.push(line);
    if (waiting.length <= mostWaiting) return;
    const [{ row, deviceId } = line, ...rest] = waiting;
    waiting = rest;
    if (next >= count) onMisfit({ kind: 'extra', row, deviceId });
    else onMisfit({ kind: 'changed', row, deviceId, leaf: next + 1 });
    next = Math.min(count, next + 1);
  };
  return {
    take: ({ row, deviceId, hash }) => {
      if (waiting.length === 0 && next < count && isAt(hashes, hash, next)) return match(next);
      find ??= indexOf(hashes);
      const place = find(hash);
      if (place >= next && place <= next + waiting.length) {
        settle(place);
        return match(place);
      }
      // Further ahead two in a row must fit: one alone may be a line that was moved.
      const before = waiting.at(-1);
      if (before !== undefined && before.place > matched && place === before.place + 1) {
        waiting.pop();
        settle(before.place);
        return match(place);
      }
      letWait({ row, deviceId, place });
    },
    end: () => {
      const last = waiting.at(-1);
      if (last !== undefined && last.place >= next) {
        waiting.pop();
        settle(last.place);
        match(last.place);
      }
      settle(count);
      next = count;
    },
  };
};
