import { expect, it } from 'vitest';
import { listMinutes } from '../../../../shared/domain/presence/minutes.ts';
import { type OwnerWord, pausedMinutes } from './contracts.ts';

const hour = { startsAt: 60_000, endsAt: 120_000, hourMs: 60_000 };
const paused = (at: number): OwnerWord => ({ at, kind: 'owner_paused' });
const resumed = (at: number): OwnerWord => ({ at, kind: 'owner_resumed' });
const minutes = (...words: OwnerWord[]): [first: number | undefined, last: number | undefined, count: number] => {
  const listed = listMinutes(pausedMinutes(words, hour));
  return [listed[0], listed.at(-1), listed.length];
};

it('counts every minute that a pause touches, from one hour into the next', () => {
  expect(minutes(paused(65_500), resumed(67_000))).toEqual([5, 7, 3]);
  expect(minutes(paused(10_000), resumed(62_000))).toEqual([0, 2, 3]);
  expect(minutes(paused(100_000))).toEqual([40, 59, 20]);
  expect(minutes(paused(10_000))).toEqual([0, 59, 60]);
});

it('counts none before a pause, after it, or without one', () => {
  expect(minutes()).toEqual([undefined, undefined, 0]);
  expect(minutes(resumed(70_000))).toEqual([undefined, undefined, 0]);
  expect(minutes(paused(10_000), resumed(20_000))).toEqual([undefined, undefined, 0]);
  expect(minutes(paused(120_000))).toEqual([undefined, undefined, 0]);
});
