import { describe, expect, it } from 'vitest';
import { fieldsOf, numberOf, readJsonReport, wordsOf } from './json-report.ts';

const unreadable = expect.objectContaining({
  code: 'GPU_TOOL_FAILED',
  data: expect.objectContaining({ tool: 'a-tool', reason: 'unreadable' }),
});

describe('the JSON that a tool prints', () => {
  it.each(['{"a": [1]}', '\uFEFF{"a": [1]}\r\n', '[WARNING] low power\nGPU[0]: asleep\n  {\n"a": [1]}\ngood bye'])(
    'is found in %j',
    (text) => expect(readJsonReport('a-tool', text)).toEqual({ a: [1] }),
  );

  it('may be a list, also an empty one', () => {
    expect(readJsonReport('a-tool', 'note\n[{"a": 1}]\n')).toEqual([{ a: 1 }]);
    expect(readJsonReport('a-tool', '[]')).toEqual([]);
  });

  it.each([
    '',
    'no JSON',
    '"words"',
    '{"a": [1]',
    '[\n{"a": 1},\n{"a"',
    '{"a": 1}\n{"a": 2}',
    '[1, 2]',
    `${'['.repeat(100_000)}1`,
  ])('is refused when it is cut short, doubled or none: %#', (text) =>
    expect(() => readJsonReport('a-tool', text)).toThrowError(unreadable),
  );

  it('has fields of its own alone, whatever their case', () => {
    const fields = fieldsOf(JSON.parse('{"Card Series": "x", "__proto__": {"y": 1}}'));
    expect(fields.get('card series')).toBe('x');
    expect(fields.get('y')).toBeUndefined();
    expect(fieldsOf([1]).size + fieldsOf(null).size + fieldsOf('ab').size).toBe(0);
  });

  it.each([
    [' 211.0 ', '211.0', 211],
    [0, '0', 0],
    ['N/A', null, null],
    ['N/A (Secondary die)', null, null],
    ['unknown', null, null],
    ['-1', '-1', null],
    ['12 W', '12 W', null],
    [{}, null, null],
    [null, null, null],
  ])('reads %j as the words %j and the number %j', (value, words, number) => {
    expect(wordsOf(value)).toBe(words);
    expect(numberOf(value)).toBe(number);
  });
});
