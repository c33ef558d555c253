import { describe, expect, it } from 'vitest';
import { createFigures } from './figures.ts';

/** Shows no-break spaces, so that the tables below can be read. */
const seen = (text: string): string => text.replaceAll('\u00a0', '_');
const en = createFigures('en');

describe('figures on the command line', () => {
  it.each([
    ['en', 150_000_000n, '1.50_IO'],
    ['en', 1n, '0.00000001_IO'],
    ['es', 123_456_789n, '1,23456789_IO'],
    ['ar', 711_000_000n, '\u20667.11_IO\u2069'],
  ])('in %s write %d base units as %s', (language, amount, text) =>
    expect(seen(createFigures(language).coins(amount))).toBe(text),
  );
  it.each([
    ['a length', en.seconds(4_512), '4.5_s'],
    ['memory', en.gigabytes(25_757_220_864), '24_GB'],
    ['heat', en.celsius(64.4), '64_°C'],
    ['covered memory', en.gibibytes(22 * 1024 ** 3, 1), '22.0'],
    ['all memory', en.gibibytes(24 * 1024 ** 3, 0), '24'],
    ['a share', en.share(0.744), '74%'],
    ['a speed', en.measured(76.1234, 'TFLOPS'), '76.1_TFLOPS'],
  ])('put a no-break space before a unit of its own: %s', (_what, text, expected) => expect(seen(text)).toBe(expected));
  it('join a list in words', () => expect(en.list(['a', 'b', 'c'])).toBe('a, b and c'));
});
