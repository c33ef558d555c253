/** Signs one request with the device's key, as the shared profile has it. It sends nothing. */
import { randomBytes } from 'node:crypto';
import { signedHeaders } from '../../shared/domain/signing/signed-headers.ts';
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
  const at = { now, nonce: randomBytes(nonceBytes).toString('base64url') };
  const headers = new Headers(request.headers);
  for (const [name, value] of signedHeaders({ method: request.method, url, body }, identity, at))
    headers.set(name, value);
  return new Request(url, {
    method: request.method,
    headers,
    signal: request.signal,
    ...(body.byteLength === 0 ? {} : { body }),
  });
};
