import { describe, expect, it } from 'vitest';
import { isMeteredOf } from './sources.ts';

describe('what NetworkManager says of volume', () => {
  it('is yes or no, known or guessed', () => {
    expect([1, 2, 3, 4].map(isMeteredOf)).toEqual([true, false, true, false]);
  });

  it.each([0, 5, -1, 1.5, 'yes', null, undefined, {}])('is not known from %j', (value) => {
    expect(isMeteredOf(value)).toBeNull();
  });

  it('is read from a number that the bus brings as a word', () => {
    expect([1n, '4'].map(isMeteredOf)).toEqual([true, false]);
  });
});
