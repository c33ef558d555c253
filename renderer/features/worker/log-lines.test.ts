import { describe, expect, it } from 'vitest';
import type { LogLine } from '../../../shared/contract/app/worker.ts';
import { keptLines, linesMatching, logFile, plainText, withLines } from './log-lines.ts';

const line = (seq: number, change: Partial<LogLine> = {}): LogLine => ({
  seq,
  at: seq * 1000,
  source: 'renter',
  stream: 'stdout',
  text: `line ${seq}`,
  ...change,
});

describe('joining lines', () => {
  it('drops what a reopened stream repeats', () =>
    expect(withLines([line(0), line(1)], [line(0), line(1), line(2)]).map(({ seq }) => seq)).toEqual([0, 1, 2]));
  it('gives back the same list when nothing is new', () => {
    const held = [line(0)];
    expect(withLines(held, [line(0)])).toBe(held);
  });
  it('lets the oldest go past the limit', () => {
    const held = Array.from({ length: keptLines }, (_, seq) => line(seq));
    const joined = withLines(held, [line(keptLines)]);
    expect(joined).toHaveLength(keptLines);
    expect(joined[0]?.seq).toBe(1);
  });
});

describe('choosing lines', () => {
  const lines = [
    line(0, { text: 'Batch 1' }),
    line(1, { source: 'perigee', text: 'started' }),
    line(2, { text: 'batch 2' }),
  ];
  it.each([
    ['all', '', [0, 1, 2]],
    ['renter', '', [0, 2]],
    ['perigee', '', [1]],
    ['all', ' BATCH ', [0, 2]],
    ['perigee', 'batch', []],
  ] as const)('of %s with %j', (filter, search, expected) =>
    expect(linesMatching(lines, filter, search).map(({ seq }) => seq)).toEqual(expected),
  );
});

describe('text from a renter', () => {
  it.each([
    ['\u001b[31mred\u001b[0m', 'red'],
    ['a\u0007b', 'a b'],
    ['a\tb', 'a\tb'],
    ['\u001b]0;title', ' ]0;title'],
    ['سلام', 'سلام'],
  ])('loses its control characters: %j', (text, expected) => expect(plainText(text)).toBe(expected));
});

describe('the saved log', () => {
  it('has one line of time, source, stream and text each', () =>
    expect(logFile([line(1), line(2, { source: 'perigee', stream: null, text: 'stopped' })])).toBe(
      '1970-01-01T00:00:01.000Z renter stdout line 1\n1970-01-01T00:00:02.000Z perigee - stopped\n',
    ));
  it('is empty for an empty log', () => expect(logFile([])).toBe(''));
});
