import { expect, it } from 'vitest';
import { numberMarksOf } from '../../../shared/units/number-marks.ts';
import { mostSupport, readSupport } from './support-amount.ts';

const io = 100_000_000n;
const marks = numberMarksOf('en-GB');

it.each([
  ['', { kind: 'empty' }],
  ['ten', { kind: 'unreadable' }],
  ['0', { kind: 'zero' }],
  ['12.5', { kind: 'amount', amount: 1_250_000_000n }],
  ['21', { kind: 'over_room', available: 20n * io }],
] as const)('reads %j', (text, typed) =>
  expect(readSupport(text, { free: 50n * io, room: 20n * io }, marks)).toEqual(typed),
);

it('names the wallet where that is what is short', () => {
  const offer = { free: 5n * io, room: 20n * io };
  expect(readSupport('6', offer, marks)).toEqual({ kind: 'over_wallet', available: 5n * io });
  expect(mostSupport(offer)).toBe(5n * io);
});
