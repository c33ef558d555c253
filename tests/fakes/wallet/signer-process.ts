/**
 * A small external signer, as a process of its own with its own key: `node signer-process.ts`. It prints its page and its
 * public key as one JSON line; a browser that opens the page is led back with the signature. It shares no code with the
 * app, and `/sign/NAME` behaves as badly as the name says.
 */
import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inflateRawSync } from 'node:zlib';

const own = generateKeyPairSync('ed25519');
const other = generateKeyPairSync('ed25519');
const rawOf = ({ publicKey }: typeof own): string => publicKey.export({ format: 'jwk' }).x ?? '';

const answerOf = (name: string, state: string, text: string): Record<string, string> => {
  const signed = (keys: typeof own, over: string, as = keys): Record<string, string> => ({
    state,
    key: rawOf(as),
    signature: sign(null, Buffer.from(over), keys.privateKey).toString('base64url'),
  });
  switch (name) {
    case 'declines':
      return { state, declined: '1' };
    case 'other-key':
      return signed(other, text);
    case 'other-key-as-own':
      return signed(other, text, own);
    case 'other-text':
      return signed(own, text.replace('200.00000000 IO (20000000000', '900.00000000 IO (90000000000'));
    case 'other-state':
      return { ...signed(own, text), state: 'A'.repeat(43) };
    case 'no-signature':
      return { state, key: rawOf(own) };
    default:
      return signed(own, text);
  }
};

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const field = (name: string): string => url.searchParams.get(name) ?? '';
  const name = url.pathname.replace(/^\/sign\/?/, '');
  const text = inflateRawSync(Buffer.from(field('text'), 'base64url')).toString();
  const back = new URL(field('callback'));
  for (const [key, value] of Object.entries(answerOf(name, field('state'), text))) back.searchParams.set(key, value);
  // A page that never answers only shows something.
  if (name === 'silent') response.writeHead(200).end('…');
  else response.writeHead(303, { location: back.href }).end();
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ page: `http://127.0.0.1:${port}/sign`, publicKey: rawOf(own) })}\n`);
});
