import { describe, expect, it } from 'vitest';
import { barLayout } from './bar-layout.ts';

const box = { width: 510, height: 122 };

describe('the layout of bars', () => {
  it('stacks values from the axis upwards, in proportion', () => {
    const { columns, baseline } = barLayout([[1, 3]], box);
    const [below, above] = columns[0]?.segments ?? [];
    expect((below?.y ?? 0) + (below?.height ?? 0)).toBeCloseTo(baseline);
    expect((above?.height ?? 0) + 1.5).toBeCloseTo((below?.height ?? 0) * 3);
  });
  it('draws nothing for nothing', () => expect(barLayout([[0, 0]], box).columns[0]?.segments).toEqual([]));
  it('keeps a tiny amount visible', () =>
    expect(barLayout([[1_000], [0.001]], box).columns[1]?.segments[0]?.height).toBe(1));
  it.each([
    [1.64, [0.5, 1, 1.5], 1],
    [0.8, [0.25, 0.5, 0.75], 2],
    [0.0003, [0.0001, 0.0002, 0.0003], 4],
    [90, [50], 0],
  ])('puts round lines under a top of %d', (top, values, places) => {
    const layout = barLayout([[top]], box);
    expect(layout.gridlines.map(({ value }) => Number(value.toPrecision(6)))).toEqual(values);
    expect(layout.places).toBe(places);
  });
  it('has no lines without amounts', () => expect(barLayout([], box).gridlines).toEqual([]));
  it('puts the newest of few bars at the end', () => {
    const { columns } = barLayout([[1], [1]], box);
    expect(columns.map(({ x }) => Math.round(x))).toEqual([443, 463]);
  });
  it('leaves labels out where they would touch', () => {
    const day = Array.from({ length: 24 }, () => [1]);
    expect([1_000, 600, 300, 120].map((width) => barLayout(day, { width, height: 100 }).labelEvery)).toEqual([
      2, 3, 6, 24,
    ]);
  });
});
