/** Seeds and nonces between their hex form on the wire and the little-endian words that the arithmetic reads. */

/**
 * Words of `hex`, each from four bytes, least significant byte first.
 *
 * @param hex lower-case hex digits, eight per word
 * @throws RangeError when `hex` is anything else: specs and nonces are checked at the boundary, before they come here
 */
export const wordsOfHex = (hex: string, words: number): Int32Array => {
  if (hex.length !== words * 8 || !/^[0-9a-f]*$/.test(hex)) throw new RangeError(`expected ${words * 4} bytes of hex`);
  const result = new Int32Array(words);
  for (let word = 0; word < words; word += 1) {
    let value = 0;
    for (let byte = 3; byte >= 0; byte -= 1) {
      const at = word * 8 + byte * 2;
      value = (value << 8) | Number.parseInt(hex.slice(at, at + 2), 16);
    }
    result[word] = value;
  }
  return result;
};
