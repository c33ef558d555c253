/**
 * Ed25519 public keys that hold no secret: the points of small order, under which one signature fits many messages. Nobody
 * draws one by chance. Some libraries refuse them by themselves, and some do not.
 * Source: the eight points of order 1, 2, 4 and 8 of edwards25519 (RFC 8032), with those of their encodings above the prime.
 */

/** In hexadecimal, without the sign of x. */
const smallOrder = new Set([
  `01${'00'.repeat(31)}`,
  `ee${'ff'.repeat(30)}7f`,
  `ec${'ff'.repeat(30)}7f`,
  '00'.repeat(32),
  `ed${'ff'.repeat(30)}7f`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
]);

/** @param key  32 bytes */
export const isWeakKey = (key: Uint8Array): boolean => {
  const withoutSign = [...key].map((byte, place) => (place === 31 ? byte & 0x7f : byte));
  return smallOrder.has(withoutSign.map((byte) => byte.toString(16).padStart(2, '0')).join(''));
};
