import { describe, expect, it } from 'vitest';
import { isDeeperThan, keyFaultsOf } from './key-faults.ts';

describe('the keys of a text', () => {
  it.each([
    ['{"a":1,"b":{"a":2},"c":[{"a":3},{"a":4}]}', false],
    ['{"a":1,"a":1}', true],
    ['{"a":1,"\\u0061":2}', true],
    ['[{"b":{"a":1,"a":2}}]', true],
    ['{"a":"\\"a\\":1,\\"a\\":2"}', false],
    ['7', false],
  ])('%s repeat: %s', (text, isRepeated) => expect(keyFaultsOf(text).isRepeated).toBe(isRepeated));

  it('are told when they name a prototype', () => {
    expect(keyFaultsOf('{"a":{"__proto__":1}}').namesPrototype).toBe(true);
    expect(keyFaultsOf('{"a":"__proto__"}').namesPrototype).toBe(false);
  });
});

describe('the depth of a text', () => {
  it.each([
    ['[[[]]]', 3, false],
    ['[[[]]]', 2, true],
    ['[{"a":[]}]', 2, true],
    ['["[[[[", "\\"[[["]', 1, false],
    ['['.repeat(100_000), 8, true],
  ])('%.12s is more than %i: %s', (text, most, isDeeper) => expect(isDeeperThan(text, most)).toBe(isDeeper));
});
