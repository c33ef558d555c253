/** Signs one request with the device's key, as the shared profile has it. It sends nothing. */
import { createHash, randomBytes } from 'node:crypto';
import { contentDigestHeader, signatureBaseOf, signatureHeader } from '../../shared/domain/signing/signature-base.ts';
import type { EpochMs } from '../../shared/units/time.ts';
import type { Identity } from './identity.ts';

const nonceBytes = 16;

/**
 * @param request  its body is read; use what is returned instead
 * @returns the same request with content-digest (also of an empty body), signature-input and signature
 */
export const signRequest = async (
  request: Request,
  identity: Pick<Identity, 'publicKey' | 'sign'>,
  now: EpochMs,
): Promise<Request> => {
  const body = new Uint8Array(await request.arrayBuffer());
  const url = new URL(request.url);
  const contentDigest = contentDigestHeader(new Uint8Array(createHash('sha256').update(body).digest()));
  const { base, signatureInput } = signatureBaseOf(
    {
      method: request.method,
      authority: url.host.toLowerCase(),
      path: url.pathname,
      query: url.search === '' ? '?' : url.search,
      contentDigest,
    },
    {
      created: Math.floor(now / 1000),
      nonce: randomBytes(nonceBytes).toString('base64url'),
      keyId: identity.publicKey,
    },
  );
  const headers = new Headers(request.headers);
  headers.set('content-digest', contentDigest);
  headers.set('signature-input', signatureInput);
  headers.set('signature', signatureHeader(identity.sign(base)));
  return new Request(url, {
    method: request.method,
    headers,
    signal: request.signal,
    ...(body.byteLength === 0 ? {} : { body }),
  });
};
