import { describe, expect, it } from 'vitest';
import { compareNames, kindFromName, productName } from './model-name.ts';

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

describe('the words for a model', () => {
  it.each([
    ['Navi 22 [Radeon RX 6700/6700 XT / 6800M]', 'Radeon RX 6700/6700 XT / 6800M'],
    [' AMD INSTINCT MI250 (MCM) OAM AC MBA ', 'AMD INSTINCT MI250 (MCM) OAM AC MBA'],
    ['Intel(R) Graphics [0x020a]', 'Intel(R) Graphics [0x020a]'],
    ['Radeon VII', 'Radeon VII'],
  ])('%j name %j', (words, name) => expect(productName(words)).toBe(name));

  it.each([
    null,
    '',
    '0x1002',
    '740c',
    'Device 744c',
    'Graphics Device',
    'NVIDIA Graphics Device',
    'N/A',
    'x'.repeat(9_999),
  ])('%j name none', (words) => expect(productName(words)).toBeNull());
});

describe('the kind of a card', () => {
  it.each([
    ['nvidia', 'NVIDIA GeForce RTX 4090', 'discrete'],
    ['nvidia', 'GRID P4-1Q', 'virtual'],
    ['nvidia', 'NVIDIA GB10', 'unified'],
    ['nvidia', 'NVIDIA GH200 480GB', 'discrete'],
    ['amd', 'Radeon RX Vega 64', 'discrete'],
    ['amd', 'AMD Radeon(TM) RX Vega 11 Graphics', 'integrated'],
    ['amd', 'AMD Radeon AI PRO R9700', 'discrete'],
    ['amd', 'AMD Radeon PRO W7900', 'discrete'],
    ['amd', 'AMD Radeon 8060S Graphics', 'integrated'],
    ['amd', 'AMD Radeon 780M Graphics', 'integrated'],
    ['amd', 'Radeon RX 6800M', 'discrete'],
    ['amd', 'AMD Instinct MI300A', 'unified'],
    ['amd', 'AMD Instinct MI300X', 'discrete'],
    ['amd', 'Radeon HD 7850', 'unknown'],
    ['intel', 'Intel(R) Arc(TM) A770 Graphics', 'discrete'],
    ['intel', 'Intel Arc Pro B60', 'discrete'],
    ['intel', 'Intel(R) Arc(TM) 140V GPU', 'integrated'],
    ['intel', 'Intel(R) Iris(R) Xe MAX Graphics', 'discrete'],
    ['intel', 'Intel(R) UHD Graphics 630', 'integrated'],
    ['apple', 'Apple M4', 'unified'],
    [null, 'anything', 'unknown'],
  ] as const)('of %s named %s is %s', (vendor, name, kind) => expect(kindFromName(vendor, name)).toBe(kind));
});
