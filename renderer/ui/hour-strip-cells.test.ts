import { describe, expect, it } from 'vitest';
import { hourStripCells, type MinuteKind } from './hour-strip-cells.ts';

const minutes = (counted: number, missed: number) => [
  ...Array<'counted'>(counted).fill('counted'),
  ...Array<'missed'>(missed).fill('missed'),
];
const sum = (cells: { kind: MinuteKind }[], kind: MinuteKind): number =>
  cells.filter((cell) => cell.kind === kind).length;

describe('the minutes of a network hour', () => {
  it.each([
    [31, 6, 9, 46],
    [0, 0, 15, 15],
    [45, 0, 15, 60],
    [31, 15, 0, 46],
    [31, 16, null, null],
  ])('with %d counted and %d missed leave %s to miss, until %s', (counted, missed, left, lastSafeAt) => {
    const strip = hourStripCells({ minutes: minutes(counted, missed), minutesNeeded: 45 });
    expect(strip).toMatchObject({ counted, missed, left, lastSafeAt, nowAt: counted + missed });
    expect(strip.cells).toHaveLength(60);
    expect(sum(strip.cells, 'spare')).toBe(left ?? 0);
  });
  it('never draws more than sixty', () =>
    expect(hourStripCells({ minutes: minutes(70, 0), minutesNeeded: 45 }).cells).toHaveLength(60));
});
