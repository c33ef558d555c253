/**
 * Whether a text could be the words that a wallet is made from. Such words are asked for nowhere here; this keeps them
 * from being kept, sent or shown where somebody pastes them by mistake. Pure, and without a list of words: it would
 * rather refuse a sentence than take a phrase.
 */

/** The shortest phrase has twelve words; one that lost a word is as secret. */
const fewestWords = 11;
/** Of the published lists; English words have eight letters at most. */
const longestWord = 10;
/** Twelve of the shortest words without anything between them. */
const fewestJoinedLetters = 36;

/** Words may be numbered, quoted, in columns, or joined by any mark. Digits inside a word make it none. */
const wordsOf = (text: string): string[] =>
  text
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .map((part) => part.replaceAll(/^\p{N}+|\p{N}+$/gu, ''))
    .filter((part) => /^[\p{L}\p{M}]+$/u.test(part) && [...part].length <= longestWord);

export const looksLikeSeedPhrase = (text: string): boolean => {
  const plain = text.normalize('NFKC');
  const isJoined = /^(?:\p{Ll}+|\p{Lu}+)$/u.test(plain) && plain.length >= fewestJoinedLetters;
  return isJoined || wordsOf(plain).length >= fewestWords;
};
