import { describe, expect, it } from 'vitest';
import { nothingRead } from '../../../shared/contract/app/machine.ts';
import { burdenOf } from './burden.ts';

const reading = (temperatureCelsius: number | null, powerWatts: number | null) => {
  const now = { at: 0, ...nothingRead, temperatureCelsius, powerWatts };
  return { now, lastHour: [now] };
};

describe('what the PC bears', () => {
  it('is the hottest GPU and the power of all', () =>
    expect(burdenOf({ gpus: { a: reading(64, 312), b: reading(43, 16) }, cpu: null })).toEqual({
      hottestCelsius: 64,
      powerWatts: 328,
      gpusReading: 2,
    }));
  it('leaves silent sensors out instead of counting them as nothing', () =>
    expect(burdenOf({ gpus: { a: reading(64, null), b: reading(null, 16) }, cpu: null })).toEqual({
      hottestCelsius: 64,
      powerWatts: 16,
      gpusReading: 1,
    }));
  it('takes the processor’s temperature where there is no GPU', () =>
    expect(burdenOf({ gpus: {}, cpu: reading(52, null) }).hottestCelsius).toBe(52));
  it('knows nothing without sensors', () =>
    expect(burdenOf({ gpus: {}, cpu: null })).toEqual({ hottestCelsius: null, powerWatts: null, gpusReading: 0 }));
});
