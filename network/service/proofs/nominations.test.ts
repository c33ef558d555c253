import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { nominationTimes } from './nominations.ts';

const keysOf = (secret: string) => ({ derive: (label: string) => createHmac('sha256', secret).update(label).digest() });
const hour = { number: 7, startsAt: 1_000_000, endsAt: 4_600_000 };

describe('moments of nomination', () => {
  it('are drawn anew for each device, hour and network, and never twice', () => {
    const times = nominationTimes(keysOf('a'), 'd1', hour, 4);
    expect(nominationTimes(keysOf('a'), 'd1', hour, 4)).toEqual(times);
    expect(nominationTimes(keysOf('b'), 'd1', hour, 4)).not.toEqual(times);
    expect(nominationTimes(keysOf('a'), 'd2', hour, 4)).not.toEqual(times);
    expect(nominationTimes(keysOf('a'), 'd1', { ...hour, number: 8 }, 4)).not.toEqual(times);
  });

  it('lie within the hour, the first of them early', () => {
    for (let device = 0; device < 500; device += 1) {
      const times = nominationTimes(keysOf('a'), `d${device}`, hour, 4);
      expect(times[0]).toBeLessThan(hour.startsAt + 0.12 * 3_600_000);
      expect(times.at(-1)).toBeLessThan(hour.startsAt + 0.85 * 3_600_000);
      expect(times).toEqual(times.toSorted((left, right) => left - right));
    }
  });
});
