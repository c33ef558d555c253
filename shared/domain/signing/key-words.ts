/**
 * Keys among the words of a command line. One in 64 begins with a hyphen, as options do: it is read as the value of the
 * option before it, or as a word of its own. Pure; it knows no program's options.
 */
import { publicKeyPattern } from './request-profile.ts';

const isHyphenKey = (word: string | undefined): word is string =>
  word?.startsWith('-') === true && publicKeyPattern.test(word);

/**
 * @param args  as a program is given them
 * @param options  that take a key, such as `--operator-key`
 * @returns the same, so that a parser of options takes every key for one
 */
export const withKeyWords = (args: readonly string[], options: readonly string[] = []): string[] => {
  const words: string[] = [];
  const keys: string[] = [];
  for (const word of args) {
    const before = words.at(-1);
    if (!isHyphenKey(word)) words.push(word);
    else if (before !== undefined && options.includes(before)) words.splice(-1, 1, `${before}=${word}`);
    else keys.push(word);
  }
  return keys.length === 0 ? words : [...words, '--', ...keys];
};
