import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { playHours } from '../fakes/releases/played-hours.ts';
import { inMemory, type ReleaseInMemory } from '../fakes/releases/read-release.ts';
import { createSigners } from '../fakes/releases/signers.ts';
import { jsonOf } from './perigee.ts';
import { perigeeHere } from './perigee-here.ts';

const signers = createSigners();
const keys = { network: signers.network.publicKey, validators: [signers.validator.publicKey] };
const [release] = [...playHours({ devices: 30, hours: 1, seed: 4, signers: keys })].map((built) =>
  inMemory(built, signers),
) as [ReleaseInMemory];

type Answer = (path: string) => { status?: number; body: Uint8Array | string } | null;

let server: Server;
let url = '';
let dir = '';
/** In place of what an honest network answers; null: as it does. */
let instead: Answer = () => null;

const honest: Answer = (path) => {
  if (path.startsWith('/v1/releases?'))
    return { body: JSON.stringify({ releases: [{ blockId: release.blockId }], next: null }) };
  const part = path.split('?')[0]?.split('/').at(-1) as 'rows' | 'leaves' | 'manifest' | 'signatures';
  return { body: release[part] };
};

beforeEach(async () => {
  instead = () => null;
  dir = await mkdtemp(join(tmpdir(), 'perigee-fetch-'));
  server = createServer((request, response) => {
    const { status = 200, body } = instead(request.url ?? '') ?? honest(request.url ?? '') ?? { body: '' };
    response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(dir, { recursive: true });
});

const fetchAll = async () => {
  const outcome = await perigeeHere(['release', 'fetch', dir, '--network', url, '--json']);
  return { code: outcome.code, json: jsonOf(outcome) };
};

describe('release fetch', () => {
  it('waits for a network that is asked too much, and brings every byte', async () => {
    let asked = 0;
    instead = () => {
      asked += 1;
      return asked === 2 ? { status: 429, body: '' } : null;
    };
    expect(await fetchAll()).toMatchObject({ code: 0, json: { fetched: 1, known: 0 } });
    const names = (await readdir(dir)).toSorted();
    expect(names.map((name) => name.split('.').slice(2).join('.'))).toEqual([
      'jsonl',
      'leaves',
      'manifest.json',
      'signatures.json',
    ]);
    expect(await readFile(join(dir, names[0] ?? ''))).toEqual(Buffer.from(release.rows));
  });

  it.each([
    ['a list that is none', (path) => (path.includes('?order') ? { body: '<html>' } : null)],
    ['a block that names a file elsewhere', () => ({ body: '{"releases":[{"blockId":"../../x"}],"next":null}' })],
    ['a manifest that is none', (path) => (path.endsWith('/manifest') ? { body: '{}' } : null)],
    ['more than a file can hold', (path) => (path.endsWith('/signatures') ? { body: 'x'.repeat(70_000) } : null)],
    ['a refusal', (path) => (path.includes('/leaves') ? { status: 404, body: '' } : null)],
  ] satisfies [string, Answer][])('says so of %s, and takes no release for whole', async (_what, answer) => {
    instead = answer;
    expect(await fetchAll()).toMatchObject({ code: 1, json: { error: { code: 'NETWORK_REFUSED' } } });
    expect((await readdir(dir)).some((name) => name.endsWith('.signatures.json'))).toBe(false);
    instead = () => null;
    expect(await fetchAll()).toMatchObject({ code: 0, json: { fetched: 1 } });
  });

  it('follows nobody elsewhere, and says when nobody answers', async () => {
    instead = () => ({ status: 302, body: '' });
    expect(await fetchAll()).toMatchObject({ code: 1, json: { error: { code: 'NETWORK_UNREACHABLE' } } });
    server.closeAllConnections();
    server.close();
    expect(await fetchAll()).toMatchObject({ code: 1, json: { error: { code: 'NETWORK_UNREACHABLE' } } });
  });

  it('needs to be told of which network', async () => {
    const { code, stderr } = await perigeeHere(['release', 'fetch', dir]);
    expect([code, stderr.split('\n')[0]]).toEqual([2, expect.stringContaining('--network')]);
  });
});
