import fc from 'fast-check';
import { expect, it } from 'vitest';
import { asciiText, createLineReader } from './lines.ts';

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

const readAll = (pieces: readonly string[], most: number): { lines: (string | null)[]; isWhole: boolean } => {
  const lines: (string | null)[] = [];
  const reader = createLineReader(most, (line) => lines.push(line === null ? null : asciiText(line)));
  for (const piece of pieces) reader.push(bytesOf(piece));
  return { lines, isWhole: reader.end() };
};

it('reads the same lines however the bytes are cut, and tells a line without an end', () => {
  const text = fc
    .array(fc.constantFrom('a', 'bc', '\n', '\r', '\u00ff'), { maxLength: 60 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, fc.array(fc.nat(60), { maxLength: 8 }), (whole, cuts) => {
      const at = [0, ...cuts.toSorted((left, right) => left - right), whole.length];
      const pieces = at.slice(1).map((end, index) => whole.slice(at[index], end));
      const expected = whole.split('\n');
      const isWhole = expected.at(-1) === '';
      if (isWhole) expected.pop();
      expect(readAll(pieces, 200)).toEqual({ lines: expected, isWhole });
    }),
    { numRuns: 2_000 },
  );
});

it('hands on null, once, for a line that is too long, and goes on after it', () => {
  const long = 'x'.repeat(9);
  expect(readAll([`ab\n${long}`, long, `${long}\ncd\n${long}`], 8)).toEqual({
    lines: ['ab', null, 'cd', null],
    isWhole: false,
  });
  expect(readAll(['12345678\n123456789\n'], 8).lines).toEqual(['12345678', null]);
});

it('makes one character of each byte, of a file of any size', () => {
  const bytes = Uint8Array.from({ length: 10_000 }, (_, at) => at % 256);
  expect(bytesOf(asciiText(bytes))).toEqual(bytes);
});
