import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { joinSignatureBase, signatureBaseOf } from './signature-base.ts';

/** RFC 9421, Appendix B.1.4 and B.2.6. */
const rfcKey = 'MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=';
const rfcSignature = 'wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==';
const rfcParameters =
  '("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"';

describe('the signature base', () => {
  it('is the one that the Ed25519 example of RFC 9421 was signed over', () => {
    const base = joinSignatureBase(
      [
        ['date', 'Tue, 20 Apr 2021 02:07:55 GMT'],
        ['@method', 'POST'],
        ['@path', '/foo'],
        ['@authority', 'example.com'],
        ['content-type', 'application/json'],
        ['content-length', '18'],
      ],
      rfcParameters,
    );
    const key = createPublicKey({ key: Buffer.from(rfcKey, 'base64'), format: 'der', type: 'spki' });
    expect(verify(null, Buffer.from(base), key, Buffer.from(rfcSignature, 'base64'))).toBe(true);
  });

  it('covers method, authority, path, query and digest, in this order and with fixed algorithm and tag', () => {
    const { base, signatureInput } = signatureBaseOf(
      { method: 'GET', authority: '127.0.0.1:8790', path: '/v1/tier', query: '?', contentDigest: 'sha-256=:AA==:' },
      { created: 1_795_357_145, nonce: 'n'.repeat(22), keyId: 'k'.repeat(43) },
    );
    expect(base.split('\n')).toEqual([
      '"@method": GET',
      '"@authority": 127.0.0.1:8790',
      '"@path": /v1/tier',
      '"@query": ?',
      '"content-digest": sha-256=:AA==:',
      `"@signature-params": ${signatureInput.slice('perigee='.length)}`,
    ]);
    expect(signatureInput).toBe(
      `perigee=("@method" "@authority" "@path" "@query" "content-digest");created=1795357145;nonce="${'n'.repeat(22)}";keyid="${'k'.repeat(43)}";alg="ed25519";tag="perigee-1"`,
    );
  });
});
