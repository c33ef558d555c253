import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAlignment, type Misfit } from './alignment.ts';
import { leafHash } from './merkle.ts';

const hashOf = (line: string): Uint8Array => leafHash(Uint8Array.from(line, (character) => character.charCodeAt(0)));

/** Lines, each its own device, laid beside the hashes of what was signed. */
const align = (signed: readonly string[], lines: readonly string[]): Misfit[] => {
  const misfits: Misfit[] = [];
  const alignment = createAlignment(Uint8Array.from(signed.flatMap((line) => [...hashOf(line)])), (misfit) =>
    misfits.push(misfit),
  );
  for (const [at, line] of lines.entries()) alignment.take({ row: at + 1, deviceId: line, hash: hashOf(line) });
  alignment.end();
  return misfits;
};

const numbered = (count: number): string[] => Array.from({ length: count }, (_, at) => `line ${at + 1}`);

describe('lines beside their hashes', () => {
  it('fit where nothing was changed', () => {
    expect(align(numbered(300), numbered(300))).toEqual([]);
    expect(align([], [])).toEqual([]);
  });

  it.each([
    ['changed', numbered(9).with(3, 'new'), [{ kind: 'changed', row: 4, leaf: 4, deviceId: 'new' }]],
    ['missing', numbered(9).toSpliced(3, 1), [{ kind: 'missing', leaf: 4, count: 1 }]],
    ['put in', numbered(9).toSpliced(3, 0, 'new'), [{ kind: 'extra', row: 4, deviceId: 'new' }]],
    ['the last but one and is missing', numbered(9).toSpliced(7, 1), [{ kind: 'missing', leaf: 8, count: 1 }]],
    ['missing at the end', numbered(5), [{ kind: 'missing', leaf: 6, count: 4 }]],
    ['put in at the end', [...numbered(9), 'new'], [{ kind: 'extra', row: 10, deviceId: 'new' }]],
    [
      'cut in two',
      numbered(9).toSpliced(3, 1, 'li', 'ne 4'),
      [
        { kind: 'changed', row: 4, leaf: 4, deviceId: 'li' },
        { kind: 'extra', row: 5, deviceId: 'ne 4' },
      ],
    ],
    [
      'moved to the front',
      ['line 9', ...numbered(8)],
      [
        { kind: 'extra', row: 1, deviceId: 'line 9' },
        { kind: 'missing', leaf: 9, count: 1 },
      ],
    ],
    ['all gone', [], [{ kind: 'missing', leaf: 1, count: 9 }]],
  ] as const)('tell the one that was %s', (_what, lines, misfits) => {
    expect(align(numbered(9), lines)).toEqual(misfits);
  });

  it.each([
    ['a line moved far to the front', (lines: string[]) => [lines.at(-1) ?? '', ...lines.slice(0, -1)], 2],
    ['five hundred lines gone', (lines: string[]) => lines.toSpliced(100, 500), 1],
    [
      'two thousand lines put in',
      (lines: string[]) => lines.toSpliced(100, 0, ...numbered(2_000).map((each) => `x${each}`)),
      2_000,
    ],
    [
      'the middle rewritten',
      (lines: string[]) => lines.map((each, at) => (at >= 100 && at < 600 ? `x${each}` : each)),
      500,
    ],
  ])('find their way again after %s', (_what, change, count) => {
    expect(align(numbered(3_000), change(numbered(3_000)))).toHaveLength(count);
  });

  it('name every changed line and no other, wherever the changes are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 120 }), fc.uniqueArray(fc.nat(119)), (size, places) => {
        const changed = places.filter((place) => place < size).toSorted((left, right) => left - right);
        const lines = numbered(size).map((line, at) => (changed.includes(at) ? `x${line}` : line));
        const rows = align(numbered(size), lines).map((misfit) => (misfit.kind === 'changed' ? misfit.row - 1 : -1));
        expect(rows).toEqual(changed);
      }),
      { numRuns: 500 },
    );
  });
});
