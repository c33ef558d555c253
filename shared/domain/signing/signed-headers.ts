/** The three headers that make a request a signed one. Whoever sends it brings the key, the moment and the nonce. */
import { sha256 } from '@noble/hashes/sha2.js';
import type { EpochMs } from '../../units/time.ts';
import { contentDigestHeader, signatureBaseOf, signatureHeader } from './signature-base.ts';

export interface UnsignedRequest {
  /** Upper case. */
  readonly method: string;
  /** As `URL` has its parts. */
  readonly url: { readonly host: string; readonly pathname: string; readonly search: string };
  /** Empty where there is none; it is covered too. */
  readonly body: Uint8Array;
}

export interface RequestSigner {
  /** Raw Ed25519, base64url. */
  readonly publicKey: string;
  readonly sign: (text: string) => Uint8Array<ArrayBuffer>;
}

/** @param at.nonce  of `noncePattern`, never used before with this key */
export const signedHeaders = (
  { method, url, body }: UnsignedRequest,
  signer: RequestSigner,
  at: { readonly now: EpochMs; readonly nonce: string },
): readonly (readonly [name: string, value: string])[] => {
  const contentDigest = contentDigestHeader(new Uint8Array(sha256(body)));
  const { base, signatureInput } = signatureBaseOf(
    {
      method,
      authority: url.host.toLowerCase(),
      path: url.pathname,
      query: url.search === '' ? '?' : url.search,
      contentDigest,
    },
    { created: Math.floor(at.now / 1000), nonce: at.nonce, keyId: signer.publicKey },
  );
  return [
    ['content-digest', contentDigest],
    ['signature-input', signatureInput],
    ['signature', signatureHeader(signer.sign(base))],
  ];
};
