import { describe, expect, it } from 'vitest';
import { createPacer, longestDispatchMs } from './pacer.ts';

/** Runs `dispatches` on a device that takes `msPerUnit` and 0.2 ms of latency. */
const runOn = (msPerUnit: (at: number) => number, first: number, max: number, dispatches = 30): number[] => {
  const pacer = createPacer(first, max);
  return Array.from({ length: dispatches }, (_, at) => {
    const units = pacer.units();
    const ms = 0.2 + units * msPerUnit(at);
    pacer.took(units, ms);
    return ms;
  });
};

describe('the pacer', () => {
  it.each([1e-6, 1e-4, 1e-2, 1])('keeps every dispatch under the limit at %d ms a unit', (msPerUnit) => {
    expect(Math.max(...runOn(() => msPerUnit, 64, 1e9))).toBeLessThanOrEqual(longestDispatchMs);
  });

  it('comes close to its aim', () => expect(runOn(() => 0.001, 64, 1e9).at(-1)).toBeCloseTo(50, 0));

  it('comes close to another aim', () => {
    const pacer = createPacer(64, 1e9, 10);
    for (let at = 0; at < 10; at += 1) pacer.took(pacer.units(), pacer.units() * 0.001);
    expect(pacer.units()).toBe(10_000);
  });

  it('stays under the limit when the device becomes almost twice as slow', () => {
    expect(Math.max(...runOn((at) => (at < 20 ? 0.001 : 0.0019), 64, 1e9))).toBeLessThanOrEqual(longestDispatchMs);
  });

  it('learns nothing from the short rest at the end of a buffer, unless that was too long', () => {
    const pacer = createPacer(64, 1e9);
    for (let at = 0; at < 20; at += 1) pacer.took(pacer.units(), pacer.units() * 0.001);
    pacer.took(10, 0.07);
    expect(pacer.units()).toBe(50_000);
    pacer.took(10, 80);
    expect(pacer.units()).toBe(6);
  });

  it('never exceeds the most units and never falls below one', () => {
    expect(createPacer(64, 10).units()).toBe(10);
    const pacer = createPacer(64, 1000);
    pacer.took(64, 0);
    expect(pacer.units()).toBe(256);
    pacer.took(256, 0);
    pacer.took(1000, 0);
    expect(pacer.units()).toBe(1000);
    pacer.took(1, 10_000);
    expect(pacer.units()).toBe(1);
  });
});
