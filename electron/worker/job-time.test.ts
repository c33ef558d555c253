import { describe, expect, it } from 'vitest';
import type { Clock } from '../../shared/units/time.ts';
import { createJobTime } from './job-time.ts';

const anHour = 3_600_000;

/** Time passes when told to; the time of day may be set besides. */
const setUp = () => {
  let [passedMs, aheadMs] = [0, 0];
  const clock: Clock = { now: () => 5_000 + passedMs + aheadMs, monotonic: () => passedMs, sleep: async () => {} };
  return {
    time: createJobTime(clock),
    pass: (ms: number): void => {
      passedMs += ms;
    },
    set: (ms: number): void => {
      aheadMs = ms;
    },
  };
};
const begun = { startedAt: 5_000, frozenAt: null, frozenMs: 0 };

describe('the time of a job', () => {
  it('includes what was before it was watched, less what it stood still', () => {
    const { time, pass } = setUp();
    pass(9_000);
    expect(time.usedMs({ ...begun, frozenMs: 4_000 })).toBe(5_000);
    pass(1_000);
    expect(time.usedMs({ ...begun, frozenMs: 4_000 })).toBe(6_000);
  });

  it('goes on as it was when the clock is set, and stands still while the job does', () => {
    const { time, pass, set } = setUp();
    time.usedMs(begun);
    pass(2_000);
    set(anHour);
    time.freeze();
    pass(7_000);
    time.thaw();
    pass(1_000);
    expect(time.usedMs(begun)).toBe(3_000);
  });

  it.each([anHour, -anHour])('is not what two times of day say with the clock set by %s ms between them', (ms) => {
    const { time, pass } = setUp();
    time.usedMs(begun);
    pass(8_000);
    expect(time.judge(7_500 + ms)).toBe(8_000);
    expect(time.judge(7_500)).toBe(7_500);
  });

  it('is what the engine says of a job that nobody watched', () => {
    expect(setUp().time.judge(anHour)).toBe(anHour);
  });
});
