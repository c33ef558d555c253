import { describe, expect, it } from 'vitest';
import { addressText, bitBars, bitsOf } from './wrong-words.ts';

describe('wrong words', () => {
  it.each([
    [0, []],
    [1, [0]],
    [0x80000020, [5, 31]],
  ])('of %i differ in bits %j', (differing, bits) => expect(bitsOf(differing)).toEqual(bits));

  it.each([
    [0, '0x0000 0000'],
    [0x1c40, '0x0000 1c40'],
    [22_715_956_288, '0x5 49f9 fc40'],
    [132 * 2 ** 30 - 4, '0x20 ffff fffc'],
  ])('at %i are written as %s', (address, text) => expect(addressText(address)).toBe(text));

  it('are drawn against the bit that is wrong most often', () => {
    const bars = bitBars([0, 4, 1]);
    expect(bars).toEqual([
      { bit: 0, words: 0, share: 0 },
      { bit: 1, words: 4, share: 1 },
      { bit: 2, words: 1, share: 0.25 },
    ]);
  });
  it('draw nothing while none is wrong', () => expect(bitBars([0, 0]).map(({ share }) => share)).toEqual([0, 0]));
});
