import { describe, expect, it } from 'vitest';
import { withKeyWords } from './key-words.ts';

const key = `-${'k'.repeat(42)}`;

describe('a key that begins with a hyphen', () => {
  it('is a word, whatever options stand behind it', () => {
    expect(withKeyWords(['dismiss', key, '--key', 'file'])).toEqual(['dismiss', '--key', 'file', '--', key]);
  });

  it('is the value of an option that takes keys', () => {
    expect(withKeyWords(['--operator-key', key, '--port', '0'], ['--operator-key'])).toEqual([
      `--operator-key=${key}`,
      '--port',
      '0',
    ]);
  });

  it('is told from options and from other words', () => {
    const args = ['verify', 'folder', '--json', '-x', 'k'.repeat(43)];
    expect(withKeyWords(args, ['--signed-by'])).toEqual(args);
  });
});
