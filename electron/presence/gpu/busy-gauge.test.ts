import { describe, expect, it } from 'vitest';
import { busyLoad, createBusyGauge } from './busy-gauge.ts';

const noted = (...looks: [load: number, isOurs?: boolean][]): (boolean | null)[] => {
  const gauge = createBusyGauge();
  return looks.map(([load, isOurs = false]) => gauge.note('a', load, isOurs));
};

describe('somebody’s work on a GPU', () => {
  it('is seen at the second look in a row, and no longer at the first without it', () => {
    expect(noted([1], [1], [1], [0.1])).toEqual([false, true, true, false]);
  });

  it('is not a menu that opens', () => {
    expect(noted([1], [0], [1], [0], [1])).toEqual([false, false, false, false, false]);
  });

  it('begins at a quarter of the GPU’s time', () => {
    expect(noted([busyLoad], [busyLoad])).toEqual([false, true]);
    expect(noted([busyLoad - 0.01], [busyLoad - 0.01])).toEqual([false, false]);
  });

  it('is not known under our own, and needs two looks after it', () => {
    expect(noted([1], [1, true], [1], [1])).toEqual([false, null, false, true]);
  });

  it('is counted for each GPU by itself', () => {
    const gauge = createBusyGauge();
    expect(['a', 'b', 'a', 'b'].map((id) => gauge.note(id, id === 'a' ? 1 : 0, false))).toEqual([
      ...[false, false, true, false],
    ]);
  });
});
