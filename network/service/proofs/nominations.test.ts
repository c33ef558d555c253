import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { nominationsOf } from './nominations.ts';

const keysOf = (secret: string) => ({ derive: (label: string) => createHmac('sha256', secret).update(label).digest() });
const hour = { number: 7, startsAt: 1_000_000, endsAt: 4_600_000 };

describe('moments of nomination', () => {
  it('are drawn anew for each device, hour and network, and never twice', () => {
    const times = nominationsOf(keysOf('a'), 'd1', hour, 4);
    expect(nominationsOf(keysOf('a'), 'd1', hour, 4)).toEqual(times);
    expect(nominationsOf(keysOf('b'), 'd1', hour, 4)).not.toEqual(times);
    expect(nominationsOf(keysOf('a'), 'd2', hour, 4)).not.toEqual(times);
    expect(nominationsOf(keysOf('a'), 'd1', { ...hour, number: 8 }, 4)).not.toEqual(times);
  });

  it('lie within the hour, the first of them early', () => {
    for (let device = 0; device < 500; device += 1) {
      const times = nominationsOf(keysOf('a'), `d${device}`, hour, 4).map(({ at }) => at);
      expect(times[0]).toBeLessThan(hour.startsAt + 0.12 * 3_600_000);
      expect(times.at(-1)).toBeLessThan(hour.startsAt + 0.85 * 3_600_000);
      expect(times).toEqual(times.toSorted((left, right) => left - right));
    }
  });

  it('are shared by the whole network, so that any two devices meet at about a third of them', () => {
    const ticksOf = (device: number) => nominationsOf(keysOf('a'), `d${device}`, hour, 4).map(({ tick }) => tick);
    const all = new Set(Array.from({ length: 300 }, (_, device) => ticksOf(device)).flat());
    expect(all.size).toBe(12);
    let met = 0;
    for (let device = 0; device < 300; device += 1) {
      const own = ticksOf(device);
      met += own.filter((tick) => ticksOf(device + 300).includes(tick)).length / own.length;
    }
    expect(met / 300).toBeGreaterThan(0.28);
    expect(met / 300).toBeLessThan(0.39);
  });
});
