import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { proposeSlash } from '../../network/service/court/slashes.ts';
import { createDelivering } from '../../network/service/webhooks/delivering.ts';
import { resolveName } from '../../network/service/webhooks/destination.ts';
import { openOutbox } from '../../network/service/webhooks/outbox.ts';
import { inTransaction } from '../../network/store/transaction.ts';
import { networkHoursMs } from '../../shared/domain/parameters/record.ts';
import type { ReleaseRow } from '../../shared/domain/releases/row.ts';
import { challengeOf, type Joined, live, required } from './joined-device.ts';
import { cpuClaim, createPlayDevice } from './play-device.ts';
import { createPlayKey, type PlayKey } from './play-key.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';
import { createPlayOwner } from './play-owner.ts';

let network: PlayNetwork;
const keys = generateKeyPairSync('ed25519');
let owner: PlayKey;
let one: Joined;
let server: Server;
let port = 0;
const got: { headers: IncomingHttpHeaders; body: string }[] = [];
/** What the receiver answers next, the last for good. */
let answers = [200];

const listen = async (): Promise<void> => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      got.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      const [status = 200] = answers.length > 1 ? answers.splice(0, 1) : answers;
      response.writeHead(status, { location: '/elsewhere' }).end('never read');
    });
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
};
const shut = async (): Promise<void> => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
};

/** The recipe of docs/webhooks.md, to the letter. */
const isGenuine = (headers: IncomingHttpHeaders, body: string, networkKey: string): boolean =>
  verify(
    null,
    Buffer.from(`perigee-webhook-1\n${headers['perigee-id']}\n${headers['perigee-timestamp']}\n${body}`),
    createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: networkKey }, format: 'jwk' }),
    Buffer.from(String(headers['perigee-signature']), 'base64url'),
  );

const deliver = async (): Promise<Record<string, unknown>[]> => {
  await network.running.deliver();
  return got.splice(0).map(({ body }) => JSON.parse(body));
};
const tell = (epoch: number): Promise<void> =>
  inTransaction(network.running.network.db, async (trx) => {
    const told = await openOutbox(trx, 'payout_sent');
    const { accountId } = await trx
      .selectFrom('devices')
      .selectAll()
      .where('id', '=', one.id)
      .executeTakeFirstOrThrow();
    await told({ accountId, deviceId: one.id, facts: { epoch, amount: '1' }, at: network.clock.now() });
  });
const restart = async (): Promise<void> => {
  await network.restart();
  const device = one.device.at(network.running.url);
  const session = await device.openSession(one.id);
  await session.beat();
  one = { id: one.id, device, session };
  await network.running.pass();
};
const minuteMs = (): number => Math.ceil(network.parameters.hourMs / 60);

beforeAll(async () => {
  await listen();
  network = await startPlayNetwork();
  owner = createPlayKey(network.running.url, network.clock.now, keys);
  await owner.ok('POST', '/v1/accounts', { name: 'owner' });
  const { token } = await owner.ok('POST', '/v1/accounts/me/enrolments', { uses: 1, validHours: 10 });
  const device = createPlayDevice(network.running.url, network.clock.now);
  const { id } = await device.register(cpuClaim, String(token));
  const staker = createPlayOwner(network.running.url, network.clock.now, owner);
  await staker.name({ kind: 'wallet_key' });
  expect((await staker.move('stake', id, required.toString())).status).toBe(200);
  const session = await device.openSession(id);
  await session.beat();
  await network.running.pass();
  one = { id, device, session };
});
afterAll(async () => {
  await network.close();
  await shut();
});
beforeEach(() => {
  answers = [200];
});

it.each([
  ['http://1.1.1.1/', 'scheme'],
  ['ftp://1.1.1.1/', 'scheme'],
  ['https://1.1.1.1:x/', 'form'],
  ['https://me:secret@1.1.1.1/', 'form'],
  ['https://10.0.0.1/', 'address'],
  ['https://169.254.169.254/latest', 'address'],
  ['https://[fd00::1]/', 'address'],
  ['https://0x0a000001/', 'address'],
  ['https://no-such-name.invalid/', 'address'],
])('are refused for %s', async (url, reason) => {
  const { status, body } = await owner.ask('POST', '/v1/webhooks', { url, kinds: ['device_down'] });
  expect([status, body.code, body.data]).toEqual([422, 'WEBHOOK_REFUSED', { reason }]);
});

it('tell of a payout under the network’s signature, and are never anybody’s but the account’s own', async () => {
  const stranger = createPlayKey(network.running.url, network.clock.now);
  await stranger.ok('POST', '/v1/accounts', { name: 'stranger' });
  const kinds = ['device_down', 'slash_proposed', 'payout_sent'];
  const { id } = await owner.ok('POST', '/v1/webhooks', { url: `http://127.0.0.1:${port}/hear`, kinds });
  expect((await stranger.ask('GET', '/v1/webhooks')).body).toEqual([]);
  expect((await stranger.ask('DELETE', `/v1/webhooks/${id}`)).body.code).toBe('WEBHOOK_NOT_FOUND');
  await one.device.prove(await challengeOf(one));
  await live(network, [one], 11);
  await one.device.prove(await challengeOf(one));
  await live(network, [one], 40);
  await network.running.deliver();
  const [first] = got;
  expect(got).toHaveLength(1);
  expect(isGenuine(first?.headers ?? {}, first?.body ?? '', network.running.network.keys.publicKey)).toBe(true);
  expect(isGenuine(first?.headers ?? {}, `${first?.body} `, network.running.network.keys.publicKey)).toBe(false);
  const [told] = await deliver();
  expect(told).toMatchObject({ id: first?.headers['perigee-id'], kind: 'payout_sent', deviceId: one.id });
  const { amount } = (told?.facts ?? {}) as { amount: string };
  expect(BigInt(amount)).toBeGreaterThan(0n);
  expect(await deliver()).toEqual([]);
  expect((await owner.ask('GET', '/v1/webhooks')).body).toMatchObject([{ id, waiting: 0, failingSince: null }]);
}, 60_000);

it('are tried again under the same id after a failure and a redirection, each time later', async () => {
  answers = [500, 302, 204];
  await tell(7);
  const [first] = await deliver();
  expect(await deliver()).toEqual([]);
  network.clock.advance(minuteMs());
  const [second] = await deliver();
  network.clock.advance(minuteMs());
  expect(await deliver()).toEqual([]);
  network.clock.advance(minuteMs());
  const [third] = await deliver();
  expect([second, third]).toEqual([first, first]);
  network.clock.advance(networkHoursMs(1, network.parameters));
  expect(await deliver()).toEqual([]);
});

it('lose nothing to a receiver that is gone and a network that ends, and keep what waits in order', async () => {
  await shut();
  await proposeSlash(network.running.network, {
    ...{ deviceId: one.id, offence: 'O5', offenceAt: network.clock.now(), evidence: [] },
  });
  network.clock.advance(1);
  await tell(8);
  expect(await deliver()).toEqual([]);
  const { body } = await owner.ask('GET', '/v1/webhooks');
  expect(body).toMatchObject([{ waiting: 2, disabledAt: null }]);
  await restart();
  owner = createPlayKey(network.running.url, network.clock.now, keys);
  await listen();
  network.clock.advance(networkHoursMs(1, network.parameters));
  const told = (await deliver()).filter(
    ({ kind, facts }) => kind !== 'payout_sent' || (facts as { epoch: number }).epoch === 8,
  );
  expect(told).toMatchObject([
    { kind: 'slash_proposed', facts: { offence: 'O5', amount: String(required / 2n) } },
    { kind: 'payout_sent' },
  ]);
  expect(await deliver()).toEqual([]);
}, 60_000);

it('tell once that a device went down, and nothing of a pause', async () => {
  await live(network, [one], 20);
  await one.session.beat('paused');
  await live(network, [one], 40, 'paused');
  await one.session.beat('ready');
  await live(network, [one], 20);
  const downs = async () => (await deliver()).filter(({ kind }) => kind === 'device_down');
  expect(await downs()).toEqual([]);
  one.session.close();
  await live(network, [], 60);
  expect(await downs()).toMatchObject([{ deviceId: one.id }]);
  const rows = await network.running.network.db
    .selectFrom('releaseRows')
    .select('line')
    .where('deviceId', '=', one.id)
    .orderBy('epoch')
    .execute();
  const states = rows.map(({ line }) => (JSON.parse(line) as ReleaseRow).state);
  expect(states.filter((state, at) => state !== states[at - 1])).toEqual(['ready', 'paused', 'ready', 'down']);
}, 60_000);

it('go out by themselves while the network runs, and are forgotten a week after', async () => {
  const { db } = network.running.network;
  await tell(12);
  const delivering = createDelivering(network.running.network, resolveName);
  delivering.start();
  await expect.poll(() => got.length, { timeout: 10_000 }).toBe(1);
  await expect.poll(() => network.clock.sleeping()).toBeGreaterThan(0);
  network.clock.advance(networkHoursMs(169, network.parameters));
  await expect.poll(() => db.selectFrom('webhookDeliveries').select('id').execute(), { timeout: 10_000 }).toEqual([]);
  await delivering.stop();
  got.length = 0;
});

it('give a message up after a day, and a webhook after three days in which it took nothing', async () => {
  answers = [500];
  await deliver();
  await tell(9);
  for (let hours = 0; hours < 26; hours += 1) {
    await deliver();
    network.clock.advance(networkHoursMs(1, network.parameters));
  }
  expect((await owner.ask('GET', '/v1/webhooks')).body).toMatchObject([{ waiting: 0, disabledAt: null }]);
  network.clock.advance(networkHoursMs(50, network.parameters));
  await tell(10);
  expect(await deliver()).toHaveLength(1);
  const { body } = await owner.ask('GET', '/v1/webhooks');
  expect(body).toMatchObject([{ waiting: 0, disabledAt: network.clock.now() }]);
  await tell(11);
  expect(await deliver()).toEqual([]);
  const [{ id }] = body as unknown as [{ id: string }];
  expect((await owner.ask('DELETE', `/v1/webhooks/${id}`)).body).toEqual([]);
}, 60_000);
