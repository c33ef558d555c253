/** The way out to a real signer in a process of its own and back over the app's real loopback server. */
import { type ChildProcess, spawn } from 'node:child_process';
import { request } from 'node:http';
import { join } from 'node:path';
import { os } from '@orpc/server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../shared/log.ts';
import { intentTextOf } from '../../tests/fakes/wallet/intent.ts';
import { systemClock } from '../core/system-clock.ts';
import { type LoopbackServer, startLoopbackServer } from '../headless/server/loopback-server.ts';
import { createSeatDoor } from '../headless/server/seat-door.ts';
import { createSignerDoor } from '../headless/server/signer-door.ts';
import { isSignedBy } from '../link/ed25519.ts';
import { createCallbackDoor } from './callback-door.ts';
import { createExternalSigner } from './external-signer.ts';
import type { Wallet } from './wallet.ts';

const door = createCallbackDoor(systemClock);
let signer: ChildProcess;
let page = '';
let publicKey = '';
let server: LoopbackServer;
beforeAll(async () => {
  signer = spawn(process.execPath, [join(import.meta.dirname, '../../tests/fakes/wallet/signer-process.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve) =>
    signer.stdout?.once('data', (data: Buffer) => resolve(String(data))),
  );
  ({ page, publicKey } = JSON.parse(line) as { page: string; publicKey: string });
  server = await startLoopbackServer({
    port: 0,
    router: { ping: os.handler(() => 'pong') },
    assetsDir: import.meta.dirname,
    seat: createSeatDoor(
      () => null,
      async () => undefined,
    ),
    signer: createSignerDoor(door.take, (key) => `<${key}>`),
    clock: systemClock,
    log: silentLog,
  });
  door.openAt(server.url);
});
afterAll(async () => {
  signer.kill();
  await server.close();
});

/** What the browser was led to, and what it was shown there. */
interface Visit {
  readonly url: string;
  readonly status: number;
  readonly body: string;
}
const visits: Visit[] = [];
beforeEach(() => {
  visits.length = 0;
});

/** As a browser goes to an address: of another site's page, as a page of its own. */
const visit = (address: string, headers: Record<string, string> = {}): Promise<Visit & { location: string | null }> =>
  new Promise((resolve, reject) => {
    const url = new URL(address);
    const browser = { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate' };
    const call = request(url, { agent: false, headers: { ...browser, ...headers } }, (response) => {
      let body = '';
      response.on('data', (part: Buffer) => {
        body += String(part);
      });
      response.on('end', () =>
        resolve({ url: address, status: response.statusCode ?? 0, body, location: response.headers.location ?? null }),
      );
    });
    call.once('error', reject);
    call.end();
  });

/** The system's browser, which follows where it is led. */
const browse = async (address: string): Promise<boolean> => {
  const first = await visit(address);
  visits.push(first);
  if (first.location !== null) visits.push(await visit(first.location));
  return true;
};

const about = { networkKey: 'k'.repeat(43), accountId: 'a0123456789abcdef01234567' };
const { signal } = new AbortController();
const text = intentTextOf(about);
const walletAt = (name: string, walletKey: string | null = publicKey, open = browse): Wallet =>
  createExternalSigner({
    host: { page: new URL(name === '' ? page : `${page}/${name}`), open },
    door,
    allowed: { ...about, network: 'Testnet' },
    walletKey,
  });
const refusal = (why: string) => ({ code: 'SIGNING_FAILED', data: { why } });

describe('an external signer', () => {
  it('signs what it is shown, and the browser is told that it is done', async () => {
    const signature = await walletAt('').sign(text, signal);
    expect(isSignedBy(publicKey, text, signature)).toBe(true);
    expect(visits.map(({ status }) => status)).toEqual([303, 200]);
    expect(visits[1]?.body).toContain('<p dir="auto">&lt;signer.taken&gt;</p>');
  });

  it('shows its key, by a text that can be nothing else, and is asked for it once', async () => {
    const wallet = walletAt('', null);
    expect(await wallet.publicKey(signal)).toBe(publicKey);
    expect(await wallet.publicKey(signal)).toBe(publicKey);
    expect(visits).toHaveLength(2);
    expect(new URL(visits[0]?.url ?? '').searchParams.get('what')).toBe('key');
    expect(isSignedBy(publicKey, text, await wallet.sign(text, signal))).toBe(true);
    expect(await walletAt('').publicKey(signal)).toBe(publicKey);
  });

  it.each([
    ['that says no', 'declines', 'declined'],
    ['that signs with another key', 'other-key', 'wrong_key'],
    ['that signs with another key and says it is its own', 'other-key-as-own', 'wrong_signature'],
    ['that signs another text', 'other-text', 'wrong_signature'],
    ['that brings no signature', 'no-signature', 'wrong_signature'],
  ])('%s is not believed', async (_what, name, why) => {
    await expect(walletAt(name).sign(text, signal)).rejects.toMatchObject(refusal(why));
  });

  it('that answers somebody else’s question, or the same twice, reaches nobody', async () => {
    const cancel = new AbortController();
    const waiting = walletAt('other-state').sign(text, cancel.signal);
    await expect.poll(() => visits.length).toBe(2);
    expect(visits[1]).toMatchObject({ status: 403 });
    expect(visits[1]?.body).toContain('signer.refused');
    cancel.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });

    visits.length = 0;
    await walletAt('').sign(text, signal);
    const again = await visit(visits[1]?.url ?? '');
    expect(again.status).toBe(403);
  });

  it('is waited for until the owner thinks better of it, and is too late then', async () => {
    const cancel = new AbortController();
    const waiting = walletAt('silent').sign(text, cancel.signal);
    await expect.poll(() => visits.length).toBe(1);
    cancel.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
    const { searchParams } = new URL(visits[0]?.url ?? '');
    const late = new URL(searchParams.get('callback') ?? '');
    late.searchParams.set('state', searchParams.get('state') ?? '');
    late.searchParams.set('declined', '1');
    expect((await visit(late.href)).status).toBe(403);
  });

  it('is asked for nothing about another network, another account, or anything but coins', async () => {
    for (const other of [
      intentTextOf({ ...about, networkKey: 'x'.repeat(43) }),
      intentTextOf({ ...about, accountId: 'a2' }),
      'perigee-session-1\nnetwork.example\nchallenge',
      `${text}\nmore`,
    ])
      await expect(walletAt('').sign(other, signal)).rejects.toMatchObject(refusal('not_allowed'));
    expect(visits).toEqual([]);
  });

  it('is not waited for where no browser opens, or where there is no way back', async () => {
    await expect(walletAt('', publicKey, async () => false).sign(text, signal)).rejects.toMatchObject(
      refusal('no_browser'),
    );
    await expect(
      walletAt('', publicKey, () => Promise.reject(new Error('no browser'))).sign(text, signal),
    ).rejects.toMatchObject(refusal('no_browser'));
    door.openAt(null);
    await expect(walletAt('').sign(text, signal)).rejects.toMatchObject(refusal('no_way_back'));
    door.openAt(server.url);
  });
});

describe('the way back', () => {
  const lead = async (headers: Record<string, string>, method = 'GET'): Promise<number> => {
    const expected = door.expect();
    const cancel = new AbortController();
    const answered = expected.answer(cancel.signal).catch(() => null);
    const url = new URL(expected.callback);
    url.searchParams.set('state', expected.state);
    url.searchParams.set('declined', '1');
    const status = await new Promise<number>((resolve, reject) => {
      const call = request(url, { method, agent: false, headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      call.once('error', reject);
      call.end();
    });
    cancel.abort();
    expect((await answered)?.kind ?? 'nobody').toBe(status === 200 && method === 'GET' ? 'declined' : 'nobody');
    return status;
  };

  it('is for a page of its own or a program, by the server’s own names, and for nothing that is embedded', async () => {
    const { port } = server;
    expect(await lead({ 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' })).toBe(200);
    expect(await lead({})).toBe(200);
    for (const headers of [
      { host: `evil.example:${port}` },
      { host: '127.0.0.1' },
      { origin: 'https://wallet.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'iframe' },
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image' },
      { 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'script' },
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'empty' },
    ])
      expect(await lead(headers)).toBe(403);
    expect(await lead({}, 'POST')).toBe(403);
    expect(await lead({}, 'DELETE')).toBe(405);
    expect(await lead({}, 'HEAD')).toBe(404);
  });
});
