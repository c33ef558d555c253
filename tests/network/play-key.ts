/**
 * A key as the network sees it, by hand: a device's, or an account member's. It signs each request itself and shares no
 * code with the app's link, so that the two cannot be wrong together.
 */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { request as httpRequest } from 'node:http';

export interface Answer {
  readonly status: number;
  /** Whatever the network answered. */
  readonly body: Record<string, unknown>;
}

export interface SignedParts {
  method: string;
  authority: string;
  path: string;
  query: string;
  body: string;
  created: number;
  nonce: string;
  tag: string;
  alg: string;
}

export interface PlayKey {
  readonly publicKey: string;
  readonly authority: string;
  /** Headers of a request, signed over exactly these parts. */
  headersFor(parts: SignedParts): Record<string, string>;
  /** @param path  with its query, where it has one */
  partsOf(method: string, path: string, body?: unknown): SignedParts;
  /** Sends a request as it is, signed or not. */
  send(
    parts: Pick<SignedParts, 'method' | 'path' | 'query' | 'body'>,
    headers: Record<string, string>,
  ): Promise<Answer>;
  /** Signs and sends. */
  ask(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Signs and sends, and takes nothing but success. */
  ok(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
  /** Over any text, base64url. */
  signText(text: string): string;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');

/** @param keys  that were known before; new ones by default */
export const createPlayKey = (baseUrl: string, now: () => number, keys = generateKeyPairSync('ed25519')): PlayKey => {
  const { privateKey, publicKey: key } = keys;
  const publicKey = (key as KeyObject).export({ format: 'jwk' }).x ?? '';
  const url = new URL(baseUrl);
  const authority = url.host;

  const partsOf: PlayKey['partsOf'] = (method, path, body) => ({
    method,
    authority,
    path: path.split('?', 1)[0] ?? path,
    query: path.includes('?') ? path.slice(path.indexOf('?')) : '?',
    body: body === undefined ? '' : JSON.stringify(body),
    created: Math.floor(now() / 1000),
    nonce: randomBytes(16).toString('base64url'),
    tag: 'perigee-1',
    alg: 'ed25519',
  });

  const headersFor: PlayKey['headersFor'] = (parts) => {
    const digest = `sha-256=:${sha256(parts.body)}:`;
    const params = `("@method" "@authority" "@path" "@query" "content-digest");created=${parts.created};nonce="${parts.nonce}";keyid="${publicKey}";alg="${parts.alg}";tag="${parts.tag}"`;
    const base = [
      `"@method": ${parts.method}`,
      `"@authority": ${parts.authority}`,
      `"@path": ${parts.path}`,
      `"@query": ${parts.query}`,
      `"content-digest": ${digest}`,
      `"@signature-params": ${params}`,
    ].join('\n');
    return {
      host: parts.authority,
      'content-digest': digest,
      'signature-input': `perigee=${params}`,
      signature: `perigee=:${sign(null, Buffer.from(base), privateKey).toString('base64')}:`,
      ...(parts.body === '' ? {} : { 'content-type': 'application/json' }),
    };
  };

  const send: PlayKey['send'] = ({ method, path, query, body }, headers) =>
    new Promise((resolve, reject) => {
      const target = query === '?' ? path : `${path}${query}`;
      const sent = httpRequest(
        {
          host: url.hostname,
          port: url.port,
          method,
          path: target,
          headers: { ...headers, 'content-length': Buffer.byteLength(body) },
          // A connection of its own: a kept one may be closed just as it is taken up again.
          agent: false,
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            resolve({ status: response.statusCode ?? 0, body: text === '' ? {} : JSON.parse(text) });
          });
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });

  const ask: PlayKey['ask'] = (method, path, body) => {
    const parts = partsOf(method, path, body);
    return send(parts, headersFor(parts));
  };

  return {
    publicKey,
    authority,
    partsOf,
    headersFor,
    send,
    ask,
    ok: async (method, path, body) => {
      const { status, body: answered } = await ask(method, path, body);
      if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(answered)}`);
      return answered;
    },
    signText: (text) => sign(null, Buffer.from(text), privateKey).toString('base64url'),
  };
};
