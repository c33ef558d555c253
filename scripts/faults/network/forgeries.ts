/**
 * What can be done to a request that was signed honestly: said again, and changed in every part that a signature covers or
 * that carries it. Each is drawn, and none may be taken; the one that changes nothing is sent after the honest one.
 */
import { createHash } from 'node:crypto';
import type { PlayKey, SignedParts } from '../../../tests/network/play-key.ts';
import type { Draw } from './draw.ts';

/** As it goes out: header values may be lists, which are then sent one after the other. */
export interface Sent {
  readonly parts: Pick<SignedParts, 'method' | 'path' | 'query' | 'body'>;
  readonly headers: Record<string, string | string[]>;
}

interface Signed {
  readonly key: PlayKey;
  readonly parts: SignedParts;
  readonly headers: Record<string, string>;
  /** Of somebody else who is known here. */
  readonly other: PlayKey;
  readonly draw: Draw;
}

export interface Forgery {
  readonly name: string;
  /** The honest request is sent before it. */
  readonly isReplay?: true;
  make(signed: Signed): Sent;
}

const digestOf = (body: string): string => `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;

const withHeaders = ({ parts, headers }: Signed, change: Record<string, string | string[]>): Sent => ({
  parts,
  headers: { ...headers, ...change },
});
const withParts = ({ parts, headers }: Signed, change: Partial<SignedParts>): Sent => ({
  parts: { ...parts, ...change },
  headers,
});
/** Signed again by the same key, over other parts. */
const signedAnew = ({ key, parts }: Signed, change: Partial<SignedParts>): Sent => {
  const other = { ...parts, ...change };
  return { parts: other, headers: key.headersFor(other) };
};
const inInput = (signed: Signed, from: string | RegExp, to: string): Sent =>
  withHeaders(signed, { 'signature-input': (signed.headers['signature-input'] ?? '').replace(from, to) });

const flipped = ({ headers, draw }: Signed): string => {
  const bytes = Buffer.from((headers.signature ?? '').slice('perigee=:'.length, -1), 'base64');
  const at = draw.below(bytes.length, 'byte');
  bytes[at] = (bytes[at] ?? 0) ^ (1 << draw.below(8, 'bit'));
  return `perigee=:${bytes.toString('base64')}:`;
};

/** The same signature with the group's order added to its scalar, which a lax verifier takes for the same. */
const order = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n;
const malleated = ({ headers }: Signed): string => {
  const bytes = Buffer.from((headers.signature ?? '').slice('perigee=:'.length, -1), 'base64');
  let scalar = order + BigInt(`0x${Buffer.from(bytes.subarray(32)).reverse().toString('hex')}`);
  for (let at = 32; at < 64; at += 1) {
    bytes[at] = Number(scalar & 255n);
    scalar >>= 8n;
  }
  return `perigee=:${bytes.toString('base64')}:`;
};

/** The same 32 bytes, written with other bits after their end. */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const otherSpelling = (key: string): string =>
  `${key.slice(0, -1)}${alphabet[alphabet.indexOf(key.at(-1) ?? 'A') ^ 1] ?? 'A'}`;

const changedBody = ({ parts, draw }: Signed): string =>
  parts.body === ''
    ? `{"n":${draw.below(1_000, 'body')}}`
    : parts.body.replace(/[\d}]/, (found) => `${found === '}' ? ',"x":1}' : (Number(found) + 1) % 10}`);

const componentLists = [
  '("@method" "@authority" "@path" "@query")',
  '("@authority" "@method" "@path" "@query" "content-digest")',
  '("@method" "@authority" "@path" "@query" "content-digest" "date")',
  '("@method" "@authority" "@path" "@query" "content-digest" "@method")',
  '("@method" "@authority" "@path" "@query" "content-digest";sf)',
  '("@method" "@authority" "@target-uri" "@query" "content-digest")',
  '()',
];

export const forgeries: readonly Forgery[] = [
  { name: 'said again', isReplay: true, make: ({ parts, headers }) => ({ parts, headers }) },
  {
    name: 'said again, headers in other case and order',
    isReplay: true,
    make: ({ parts, headers }) => ({
      parts,
      headers: Object.fromEntries(
        Object.entries(headers)
          .toReversed()
          .map(([name, value]) => [name.toUpperCase(), value]),
      ),
    }),
  },
  {
    name: 'its nonce in another request',
    isReplay: true,
    make: (signed) => signedAnew(signed, { method: 'GET', path: '/v1/parameters', query: '?', body: '' }),
  },
  {
    name: 'another method',
    make: (signed) => withParts(signed, { method: signed.parts.method === 'GET' ? 'POST' : 'GET' }),
  },
  {
    name: 'another path',
    make: (signed) =>
      withParts(signed, {
        path: signed.draw.pick(
          [
            '/v1/wallet',
            '/v1/accounts/me',
            `${signed.parts.path}/`,
            `/${signed.parts.path}`,
            signed.parts.path.replace('/v1/', '/v1/./'),
            signed.parts.path.replace(/[a-z]$/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
            `http://${signed.key.authority}${signed.parts.path}`,
          ].filter((path) => path !== signed.parts.path),
          'path',
        ),
      }),
  },
  {
    name: 'another query',
    make: (signed) => withParts(signed, { query: `?limit=${signed.draw.below(500, 'query')}` }),
  },
  {
    name: 'another host',
    make: (signed) =>
      withHeaders(signed, {
        host: signed.draw.pick(['network.example', 'localhost', `x.${signed.key.authority}`, ''], 'host'),
      }),
  },
  { name: 'signed for another host', make: (signed) => signedAnew(signed, { authority: 'network.example' }) },
  { name: 'another body', make: (signed) => withParts(signed, { body: changedBody(signed) }) },
  {
    name: 'another body with its digest',
    make: (signed) => {
      const body = changedBody(signed);
      return { ...withHeaders(signed, { 'content-digest': digestOf(body) }), parts: { ...signed.parts, body } };
    },
  },
  { name: 'a body with white space after it', make: (signed) => withParts(signed, { body: `${signed.parts.body} ` }) },
  {
    name: 'another digest header',
    make: (signed) => {
      const own = signed.headers['content-digest'] ?? '';
      const values = [own.toUpperCase(), `${own}, ${own}`, `sha-512=:AAAA:, ${own}`, own.replace('256', '512'), ''];
      return withHeaders(signed, { 'content-digest': signed.draw.pick(values, 'digest') });
    },
  },
  {
    name: 'another time, unsigned',
    make: (signed) =>
      inInput(signed, /created=\d+/, `created=${signed.parts.created + signed.draw.between(1, 200, 'created')}`),
  },
  {
    name: 'long ago or not yet',
    make: (signed) => {
      const apart = signed.draw.between(122, 100_000, 'apart') * signed.draw.pick([1, -1], 'way');
      return signedAnew(signed, { created: signed.parts.created + apart });
    },
  },
  {
    name: 'a time that is none',
    make: (signed) =>
      inInput(signed, /created=\d+/, `created=${signed.draw.pick(['-1', '1.5', '"1"', '999999999999999', '?1'], 't')}`),
  },
  {
    name: 'an end besides',
    make: (signed) => inInput(signed, ';keyid', `;expires=${signed.parts.created + 60};keyid`),
  },
  { name: 'the key of another', make: (signed) => inInput(signed, signed.key.publicKey, signed.other.publicKey) },
  {
    name: 'the key spelt otherwise',
    make: (signed) => inInput(signed, signed.key.publicKey, otherSpelling(signed.key.publicKey)),
  },
  {
    name: 'another algorithm',
    make: (signed) => signedAnew(signed, { alg: signed.draw.pick(['hmac-sha256', 'none', 'ED25519', ''], 'alg') }),
  },
  { name: 'no algorithm', make: (signed) => inInput(signed, ';alg="ed25519"', '') },
  {
    name: 'another tag',
    make: (signed) =>
      signedAnew(signed, { tag: signed.draw.pick(['perigee-2', 'PERIGEE-1', '', 'perigee-1 '], 'tag') }),
  },
  {
    name: 'other components',
    make: (signed) => inInput(signed, /\(.*\)/, signed.draw.pick(componentLists, 'components')),
  },
  {
    name: 'another label',
    make: (signed) => {
      const label = signed.draw.pick(['sig1', 'Perigee', 'perigee2'], 'label');
      const named = (name: string): string => (signed.headers[name] ?? '').replace(/^perigee/, label);
      return withHeaders(signed, { 'signature-input': named('signature-input'), signature: named('signature') });
    },
  },
  {
    name: 'a second signature',
    make: (signed) => {
      const { 'signature-input': input = '', signature = '' } = signed.headers;
      const second = (text: string): string => `${text}, ${text.replace(/^perigee/, 'second')}`;
      return withHeaders(signed, { 'signature-input': second(input), signature: second(signature) });
    },
  },
  {
    name: 'a header twice',
    make: (signed) => {
      const name = signed.draw.pick(['signature-input', 'signature', 'content-digest', 'host'], 'header');
      const value = signed.headers[name] ?? '';
      const other = { host: 'network.example', 'content-digest': digestOf('other') }[name] ?? value;
      return withHeaders(signed, {
        [name]: signed.draw.pick(
          [
            [value, other],
            [other, value],
          ],
          'order',
        ),
      });
    },
  },
  { name: 'a signature with a flipped bit', make: (signed) => withHeaders(signed, { signature: flipped(signed) }) },
  { name: 'a signature of the same sum', make: (signed) => withHeaders(signed, { signature: malleated(signed) }) },
  {
    name: 'a signature of another’s',
    make: (signed) => withHeaders(signed, { signature: signed.other.headersFor(signed.parts).signature ?? '' }),
  },
  {
    name: 'no signature',
    make: ({ parts, headers, draw }) => {
      const { [draw.pick(['signature', 'signature-input'], 'which')]: _, ...rest } = headers;
      return { parts, headers: rest };
    },
  },
  {
    name: 'another nonce',
    make: (signed) =>
      inInput(signed, /nonce="[^"]*"/, `nonce="${signed.draw.pick(['', 'x'.repeat(22), 'x'.repeat(4_000)], 'nonce')}"`),
  },
];
