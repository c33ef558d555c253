import { describe, expect, it } from 'vitest';
import { compareNames } from './model-name.ts';

describe("two tools' names of one model", () => {
  it.each([
    ['NVIDIA GeForce RTX 3090', 'GeForce RTX 3090', 'same'],
    ['AMD Radeon RX 6700 XT (RADV NAVI22)', 'Radeon RX 6700 XT', 'same'],
    ['Intel(R) UHD Graphics 630 (CFL GT2)', 'UHD Graphics 630', 'same'],
    ['AMD Radeon RX 6700 XT', 'Radeon RX 6700/6700 XT/6750 XT / 6800M/6850M XT', 'compatible'],
    ['NVIDIA GeForce RTX 4070', 'NVIDIA GeForce RTX 4070 Ti', 'compatible'],
    ['NVIDIA GeForce RTX 4070', 'NVIDIA GeForce RTX 4080', 'different'],
    ['NVIDIA', 'NVIDIA Corporation', 'different'],
    ['', 'NVIDIA L4', 'different'],
  ])('%j and %j are %s', (a, b, expected) => {
    expect(compareNames(a, b)).toBe(expected);
    expect(compareNames(b, a)).toBe(expected);
  });
});
