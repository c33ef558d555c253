import { describe, expect, it } from 'vitest';
import { wholeLength } from './cooldown-text.ts';

describe('the length of a cooldown', () => {
  it.each([
    [14 * 86_400_000, 'en', '14 days'],
    [86_400_000, 'en', '1 day'],
    [36 * 3_600_000, 'en', '36 hours'],
    [112 * 60_000, 'en', '112 minutes'],
    [14 * 86_400_000, 'es', '14 días'],
  ])('of %d ms in %s is whole', (lengthMs, language, text) =>
    expect(wholeLength(lengthMs, language)).toBe(text.replaceAll(' ', '\u00a0')),
  );
  it('has no whole unit for a broken second', () => expect(wholeLength(1500, 'en')).toBeNull());
  it('has none for nothing', () => expect(wholeLength(0, 'en')).toBeNull());
});
