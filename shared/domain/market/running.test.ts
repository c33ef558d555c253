import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listMinutes } from '../presence/minutes.ts';
import { ranMinutes, runningSpans, type Turn } from './running.ts';

const minute = 60_000;
const hour = { startsAt: 0, endsAt: 60 * minute, hourMs: 60 * minute };
const at = (minutes: number, kind: Turn['kind']): Turn => ({ at: minutes * minute, kind });
const window = { from: 0, to: 30 * minute, ranMs: null };

describe('when a job ran', () => {
  const turns = [at(2, 'running'), at(5, 'frozen'), at(9, 'running')];

  it('is between its turns, in whatever order and however often they are told', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...turns, ...turns], { minLength: 6 }), (told) => {
        expect(runningSpans(told, window)).toEqual([
          { from: 2 * minute, to: 5 * minute },
          { from: 9 * minute, to: 30 * minute },
        ]);
      }),
    );
  });

  it('is never outside the lease, whatever a device says', () => {
    expect(runningSpans([at(-20, 'running'), at(50, 'frozen')], window)).toEqual([{ from: 0, to: 30 * minute }]);
    expect(runningSpans([at(40, 'running')], window)).toEqual([]);
  });

  it('is as long before its end as the device said, where no turn was heard', () => {
    expect(runningSpans([], { ...window, ranMs: 3 * minute })).toEqual([{ from: 27 * minute, to: 30 * minute }]);
    expect(runningSpans([], { ...window, ranMs: 90 * minute })).toEqual([{ from: 0, to: 30 * minute }]);
    expect(runningSpans([], window)).toEqual([]);
  });
});

describe('the minutes of an hour', () => {
  it('are those that any part of it touches, each once, and not the one that its end begins', () => {
    const touching = [
      { from: 1 * minute, to: 3 * minute },
      { from: 3 * minute + 1, to: 3 * minute + 2 },
      { from: 3 * minute + 9, to: 4 * minute + 1 },
    ];
    expect(listMinutes(ranMinutes(touching, hour))).toEqual([1, 2, 3, 4]);
    expect(listMinutes(ranMinutes([{ from: -5 * minute, to: 0 }], hour))).toEqual([]);
  });
});
