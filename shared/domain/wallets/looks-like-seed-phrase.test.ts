import { describe, expect, it } from 'vitest';
import { looksLikeSeedPhrase } from './looks-like-seed-phrase.ts';

const twelve = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
const spanish = 'ábaco abdomen abeja abierto abogado abono aborto abrazo abrir abuelo abuso acabar';

describe('a pasted seed phrase', () => {
  it.each([
    ['in one line', twelve],
    ['of twenty-four words', `${twelve} ${twelve}`],
    ['that lost a word', twelve.split(' ').slice(1).join(' ')],
    ['in capitals', twelve.toUpperCase()],
    ['in lines', twelve.replaceAll(' ', '\r\n')],
    [
      'numbered',
      twelve
        .split(' ')
        .map((word, index) => `${index + 1}. ${word}`)
        .join('  '),
    ],
    [
      'numbered without a space',
      twelve
        .split(' ')
        .map((word, index) => `${index + 1}${word}`)
        .join(' '),
    ],
    ['with commas', twelve.replaceAll(' ', ', ')],
    ['as a list in code', JSON.stringify(twelve.split(' '))],
    ['with hyphens', twelve.replaceAll(' ', '-')],
    ['with underscores', twelve.replaceAll(' ', '_')],
    ['with nothing between', twelve.replaceAll(' ', '')],
    ['in Spanish', spanish],
    ['in Spanish, with marks on their own', spanish.normalize('NFD')],
    ['in Chinese', [...'的一是在不了有和人这中大'].join(' ')],
    ['in Japanese, with their own space', Array.from({ length: 12 }, () => 'あいこくしん').join('\u3000')],
    ['in Korean', Array.from({ length: 12 }, () => '가능성').join(' ')],
    ['after a greeting', `here it is: ${twelve}`],
  ])('is known %s', (_how, text) => expect(looksLikeSeedPhrase(text)).toBe(true));
});

describe('what is none', () => {
  it.each([
    ['a base58 address', '7xKXtg2CW87d97TXJSDpbD5jBkheTqA83TZRuJosgAsU'],
    ['a hexadecimal address', '0x52908400098527886E0F7030069857D2E4169EE7'],
    ['64 hexadecimal digits', 'a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90'],
    ['a bech32 address', 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq'],
    ['an account on a named chain', 'solana:mainnet:7xKXtg2CW87d97TXJSDpbD5jBkheTqA83TZRuJosgAsU'],
    ['a UUID', '1b4e28ba-2fa1-41d2-883f-0016d3cca427'],
    ['ten words', twelve.split(' ').slice(0, 10).join(' ')],
    ['nothing', ''],
  ])('such as %s', (_what, text) => expect(looksLikeSeedPhrase(text)).toBe(false));
});
