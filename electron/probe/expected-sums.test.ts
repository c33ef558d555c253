/** The closed forms by which the throughput checks know their output, against the plain sums. */
import { describe, expect, it } from 'vitest';
import { expectedPassSum } from './bandwidth.ts';
import { expectedSum } from './fp32.ts';

describe('the sum of a bandwidth pass', () => {
  const width = 262_144;
  it.each([
    [0, 1, 1],
    [1, 1, 4],
    [262_143, 3, 16],
  ])('of invocation %i over %i buffers of %i rows is the sum of the words it read', (lane, buffers, rows) => {
    let sum = 0;
    for (let row = 0; row < buffers * rows; row += 1) {
      for (let part = 0; part < 4; part += 1)
        sum = (sum + Math.imul(4 * (row * width + lane) + part + 1, 0x9e3779b1)) | 0;
    }
    expect(expectedPassSum(lane, buffers, rows)).toBe(sum >>> 0);
  });

  it('grows from one invocation to the next by the same amount', () => {
    const steps = [0, 1, 2].map((lane) => (expectedPassSum(lane + 1, 2, 8) - expectedPassSum(lane, 2, 8)) >>> 0);
    expect(new Set(steps)).toEqual(new Set([Math.imul(16 * 2 * 8, 0x9e3779b1) >>> 0]));
  });
});

describe('the sum of a multiply-add dispatch', () => {
  it.each([
    [0, 1],
    [13, 5],
    [31, 1000],
  ])('of invocation %i after %i iterations counts every one', (lane, iterations) => {
    let sum = 0;
    for (let chain = 0; chain < 16; chain += 1) {
      let x = Math.fround((lane & 15) + chain);
      for (let step = 0; step < 8 * iterations; step += 1) x = Math.fround(x * 1 + 1);
      sum += x;
    }
    expect(expectedSum(lane, iterations)).toBe(sum);
  });

  it('stays within the integers that fp32 holds exactly', () => expect(expectedSum(15, 2 ** 15)).toBeLessThan(2 ** 24));
});
