import { describe, expect, it } from 'vitest';
import { fillTriad, isTriadRight, triad, triadPassBytes } from './triad.ts';

const everywhere = { sample: 20_000, random: Math.random };
const filled = (): SharedArrayBuffer => {
  const memory = new SharedArrayBuffer(3 * 8 * 5000 + 16);
  fillTriad(memory);
  return memory;
};

describe('the triad', () => {
  it('adds a multiple of the third array to the second, element by element', () => {
    const memory = filled();
    triad(memory, 3);
    const [first, last] = [0, 4999].map((at) => new Float64Array(memory)[at]);
    expect([first, last]).toEqual([0, (4999 % 1021) + 3 * (4999 % 509)]);
    expect(isTriadRight(memory, 3, everywhere)).toBe(true);
  });

  it('counts two arrays read and one written, without what is left over', () =>
    expect(triadPassBytes(filled())).toBe(120_000));

  it('is wrong before it ran, and after a pass with another multiple', () => {
    const memory = filled();
    expect(isTriadRight(memory, 1, everywhere)).toBe(false);
    triad(memory, 2);
    expect(isTriadRight(memory, 1, everywhere)).toBe(false);
  });

  it('is wrong where an element changed', () => {
    const memory = filled();
    triad(memory, 1);
    const a = new Float64Array(memory);
    a[1234] = (a[1234] as number) + 1;
    expect(isTriadRight(memory, 1, { sample: 1, random: () => 1234.5 / 5000 })).toBe(false);
    expect(isTriadRight(memory, 1, { sample: 1, random: () => 77.5 / 5000 })).toBe(true);
  });
});
