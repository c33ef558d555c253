import { describe, expect, it } from 'vitest';
import { addressRefusal } from './payout-address.ts';

describe('a payout address', () => {
  it.each([
    '7xKXtg2CW87d97TXJSDpbD5jBkheTqA83TZRuJosgAsU',
    '0x52908400098527886E0F7030069857D2E4169EE7',
    'solana:mainnet:7xKXtg2CW87d97TXJSDpbD5jBkheTqA83TZRuJosgAsU',
    'a'.repeat(8),
    `${'aB3'.repeat(42)}xy`,
  ])('may be %s', (address) => expect(addressRefusal(address)).toBeNull());

  it.each([
    ['empty', ''],
    ['too short', 'a1b2c3d'],
    ['too long', `${'aB3'.repeat(43)}`],
    ['with a space', '7xKXtg2C W87d97TX'],
    ['of two lines', '7xKXtg2CW87d97TX\nFee'],
    ['a link', 'https://example.com/pay'],
    ['markup', '<b>7xKXtg2CW87d</b>'],
    ['with a letter that looks like another', '7xКXtg2CW87d97TX'],
    ['that ends in a mark', '7xKXtg2CW87d97TX.'],
  ])('is refused when it is %s', (_what, address) => expect(addressRefusal(address)).toBe('shape'));

  it('is refused by its own name when it is a seed phrase', () => {
    const phrase = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
    expect(addressRefusal(phrase)).toBe('seed_phrase');
    expect(addressRefusal(phrase.replaceAll(' ', '-'))).toBe('seed_phrase');
  });
});
