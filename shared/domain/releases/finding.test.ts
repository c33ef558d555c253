import { expect, it } from 'vitest';
import { createFindings, harmless } from './finding.ts';

it('keeps as many findings as were asked for and counts the rest', () => {
  const findings = createFindings('b', 2);
  for (const row of [1, 2, 3, 4]) findings.add({ code: 'unsorted', part: 'rows', row });
  expect(findings.list.map(({ row, blockId }) => [row, blockId])).toEqual([
    [1, 'b'],
    [2, 'b'],
  ]);
  expect(findings.leftOut).toBe(2);
});

it('lets no text of a file reach a terminal as anything but printable ASCII', () => {
  expect(harmless('\u001b[2J\u202eabc\u0000\n')).toBe('\\u001b[2J\\u202eabc\\u0000\\u000a');
  expect(harmless('x'.repeat(10_000))).toHaveLength(123);
  const findings = createFindings(null, 1);
  findings.add({ code: 'bad_value', key: '\u001b]0;', found: '\u0007', expected: '\u009b' });
  expect(JSON.stringify(findings.list)).not.toMatch(/[^\u0020-\u007e]/);
});
