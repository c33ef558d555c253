import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { intentTextOf } from '../../tests/fakes/wallet/intent.ts';
import { isOfPage, signerPageOf, signingAddress } from './signer-page.ts';

const request = {
  what: 'sign',
  state: 's'.repeat(43),
  callback: 'http://127.0.0.1:65535/wallet/callback',
  network: 'A network with a name as long as it may be, of 64 characters: ok',
  networkKey: 'k'.repeat(43),
  accounts: ['a0123456789abcdef01234567'],
  key: 'w'.repeat(43),
  text: intentTextOf(),
} as const;

describe('a signing page', () => {
  it.each([
    'https://wallet.example/sign',
    'https://wallet.example:8443/',
    'http://127.0.0.1:4000/x',
    'http://[::1]:4000/',
  ])('may be %s', (text) => expect(signerPageOf(text)?.href).toBe(text));

  it.each([
    '',
    'wallet.example/sign',
    'http://wallet.example/sign',
    'http://127.0.0.1.evil.example/sign',
    'https://user:word@wallet.example/sign',
    'https://wallet.example/sign?next=https://evil.example',
    'https://wallet.example/sign#x',
    'ftp://wallet.example/sign',
    'file:///sign',
    'javascript:alert(1)',
    'wc:0123',
  ])('may not be “%s”', (text) => expect(signerPageOf(text)).toBeNull());
});

describe('the address of a request', () => {
  const page = new URL('https://a-wallet-with-a-rather-long-name.example/perigee/sign');
  const address = signingAddress(page, request);

  it('says everything that the signer has to know, the text to the last letter', () => {
    const { searchParams, origin, pathname } = new URL(address);
    expect([origin, pathname]).toEqual([page.origin, page.pathname]);
    const { text, ...said } = Object.fromEntries(searchParams);
    const { accounts, text: asked, ...rest } = request;
    expect(said).toEqual({ ...rest, perigee: '1', accounts: accounts.join(',') });
    expect(inflateRawSync(Buffer.from(text ?? '', 'base64url')).toString()).toBe(asked);
  });

  it('is short enough for every system’s browser, with the longest text', () => {
    expect(encodeURIComponent(request.text).length).toBeGreaterThan(2_080);
    expect(address.length).toBeLessThan(2_000);
  });

  it('is of its page and of no other', () => {
    expect(isOfPage(address, page)).toBe(true);
    expect(isOfPage(address, new URL('https://wallet.example/perigee/sign'))).toBe(false);
    expect(isOfPage(`${address}#x`, page)).toBe(false);
  });
});
