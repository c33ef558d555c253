/** Which bits of the memory came back changed, for a list and for a chart. Pure. */

/** Numbers of the bits that are set in a word, from 0. */
export const bitsOf = (differing: number): number[] =>
  Array.from({ length: 32 }, (_, bit) => bit).filter((bit) => (differing >>> bit) & 1);

/** `0x05 4a2f 1c40`: a byte address with its digits in fours from the right. */
export const addressText = (address: number): string => {
  const digits = address.toString(16).padStart(8, '0');
  const first = digits.length % 4;
  const groups = digits.slice(first).match(/.{4}/g) ?? [];
  return `0x${[digits.slice(0, first), ...groups].filter((group) => group !== '').join(' ')}`;
};

export interface BitBar {
  bit: number;
  words: number;
  /** 0..1 of the bit that is wrong most often. */
  share: number;
}

/** @param wrongBits wrong words by bit, from bit 0 */
export const bitBars = (wrongBits: readonly number[]): BitBar[] => {
  const most = Math.max(1, ...wrongBits);
  return wrongBits.map((words, bit) => ({ bit, words, share: words / most }));
};
