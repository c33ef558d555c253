import { describe, expect, it } from 'vitest';
import { signatureBaseOf, signatureHeader } from './signature-base.ts';
import { isFresh, readSignatureHeaders } from './signature-headers.ts';

const target = { method: 'GET', authority: 'a', path: '/', query: '?', contentDigest: '' };
const parameters = { created: 1_795_357_145, nonce: 'n'.repeat(22), keyId: 'k'.repeat(43) };
const good = signatureBaseOf(target, parameters).signatureInput;
const signature = signatureHeader(new Uint8Array(64));
const read = (signatureInput: string | null, value: string | null = signature) =>
  readSignatureHeaders({ signatureInput, signature: value });

describe('the headers of a signature', () => {
  it('are read back as they were written', () => {
    expect(read(good)).toEqual({ kind: 'read', parameters, signature: new Uint8Array(64) });
  });

  it.each([
    ['no headers', null, signature, 'unsigned'],
    ['no signature', good, null, 'unsigned'],
    ['no grammar', 'perigee=(', signature, 'malformed'],
    ['another label', good.replace('perigee=', 'other='), signature, 'malformed'],
    ['a second signature', `${good}, other=("@method")`, signature, 'malformed'],
    ['a short signature', good, signatureHeader(new Uint8Array(63)), 'malformed'],
    ['a signature that is text', good, 'perigee="abc"', 'malformed'],
    ['a component less', good.replace(' "@query"', ''), signature, 'wrong_components'],
    ['a component more', good.replace('"@query"', '"@query" "date"'), signature, 'wrong_components'],
    ['another order', good.replace('"@method" "@authority"', '"@authority" "@method"'), signature, 'wrong_components'],
    ['a component with a parameter', good.replace('"@path"', '"@path";req'), signature, 'wrong_components'],
    ['another algorithm', good.replace('ed25519', 'hmac-sha256'), signature, 'wrong_algorithm'],
    ['another tag', good.replace('perigee-1', 'perigee-2'), signature, 'other_tag'],
    ['a parameter more', `${good};expires=1`, signature, 'malformed'],
    ['no nonce', good.replace(/;nonce="n+"/, ''), signature, 'malformed'],
    ['a short nonce', good.replace('n'.repeat(22), 'nnn'), signature, 'malformed'],
    ['a fraction of a second', good.replace('1795357145', '1795357145.5'), signature, 'malformed'],
    ['a key of another length', good.replace('k'.repeat(43), 'kk'), signature, 'malformed'],
  ])('are refused with %s', (_what, input, value, reason) => {
    expect(read(input, value)).toEqual({ kind: 'refused', reason });
  });

  it('hold for two minutes either way and not a millisecond longer', () => {
    const at = parameters.created * 1000;
    expect(isFresh(parameters.created, at + 120_000)).toBe(true);
    expect(isFresh(parameters.created, at - 120_000)).toBe(true);
    expect(isFresh(parameters.created, at + 120_001)).toBe(false);
    expect(isFresh(parameters.created, at - 120_001)).toBe(false);
  });
});
