/** The test of a device's line: real bytes over loopback, sent back by the app's own link, clocked by the network alone. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerLinkTest } from '../../electron/link/link-test.ts';
import { signRequest } from '../../electron/link/sign-request.ts';
import { type RunningNetwork, startNetwork } from '../../network/service/start-network.ts';
import { systemClock } from '../../network/service/system-clock.ts';
import { localnetParameters } from '../../shared/domain/parameters/record.ts';
import { silentLog } from '../../shared/log.ts';
import { cpuClaim, createPlayDevice, type PlaySession } from './play-device.ts';
import { makePlace } from './play-place.ts';

const { place, remove } = await makePlace(false);
const keys = generateKeyPairSync('ed25519');
const identity = {
  publicKey: (keys.publicKey as KeyObject).export({ format: 'jwk' }).x ?? '',
  sign: (message: string) => new Uint8Array(sign(null, Buffer.from(message), keys.privateKey)),
};
const stranger = generateKeyPairSync('ed25519');
const strangerIdentity = {
  publicKey: (stranger.publicKey as KeyObject).export({ format: 'jwk' }).x ?? '',
  sign: (message: string) => new Uint8Array(sign(null, Buffer.from(message), stranger.privateKey)),
};

let running: RunningNetwork;
let session: PlaySession;
let deviceId = '';

beforeAll(async () => {
  running = await startNetwork({
    place,
    parameters: localnetParameters({ hourMs: 3_600_000 }),
    clock: systemClock,
    log: silentLog,
    host: '127.0.0.1',
    port: 0,
    isSelfRunning: false,
  });
  const device = createPlayDevice(running.url, Date.now, keys);
  deviceId = (await device.register(cpuClaim)).id;
  session = await device.openSession(deviceId);
  await session.beat();
});
afterAll(async () => {
  session?.close();
  await running?.close();
  await remove();
});

/** Forgets what was measured, so that another test is due, and asks for one. */
const asked = async (): Promise<{ testId: string; bytes: number }> => {
  await running.network.db.deleteFrom('linkTests').execute();
  await running.linkTests.offer({ id: deviceId, publicKey: identity.publicKey });
  return session.next('link_test');
};
const send = async (
  testId: string,
  init: RequestInit,
  as: typeof identity = identity,
): Promise<{ status: number; bytes: Uint8Array<ArrayBuffer> }> => {
  const request = await signRequest(new Request(`${running.url}/v1/link-tests/${testId}`, init), as, Date.now());
  const response = await fetch(request);
  return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) };
};
const measured = () => running.network.db.selectFrom('linkTests').select(['deviceId', 'downMbps', 'upMbps']).execute();

describe('a test of the line', () => {
  it('is what the network clocked, both ways, and is shown to the device', async () => {
    const speed = await answerLinkTest(await asked(), {
      baseUrl: running.url,
      identity,
      clock: systemClock,
      cancel: new AbortController().signal,
    });
    expect(speed.downMbps).toBeGreaterThan(10);
    expect(speed.upMbps).toBeGreaterThan(10);
    expect(await measured()).toEqual([{ deviceId, ...speed }]);
    const { body } = await createPlayDevice(running.url, Date.now, keys).ask('GET', '/v1/devices/me');
    expect(body.link).toMatchObject(speed);
  });

  it('is not due again for six hours', async () => {
    await running.network.db.deleteFrom('linkTests').execute();
    const row = { deviceId, at: Date.now() - 5 * 3_600_000, downMbps: 1, upMbps: 1 };
    await running.network.db.insertInto('linkTests').values(row).execute();
    const before = session.events.length;
    await running.linkTests.offer({ id: deviceId, publicKey: identity.publicKey });
    await session.beat();
    expect(session.events.length).toBe(before);
  });

  it('counts nothing when other bytes come back, when they come twice, or from a stranger', async () => {
    const first = await asked();
    const content = (await send(first.testId, {})).bytes;
    expect(content.byteLength).toBe(first.bytes);
    expect((await send(first.testId, {})).status).toBe(409);
    const other = content.slice();
    other[12_345] = (other[12_345] ?? 0) ^ 1;
    expect((await send(first.testId, { method: 'POST', body: other })).status).toBe(422);
    expect((await send(first.testId, { method: 'POST', body: content })).status).toBe(404);

    const second = await asked();
    expect((await send(second.testId, {}, strangerIdentity)).status).toBe(404);
    const again = (await send(second.testId, {})).bytes;
    expect((await send(second.testId, { method: 'POST', body: again }, strangerIdentity)).status).toBe(422);
    expect(await measured()).toEqual([]);
  });

  it('is nobody’s who was not asked', async () => {
    const unknown = '00000000-0000-4000-8000-000000000000';
    expect((await send(unknown, {})).status).toBe(404);
    expect((await send(unknown, { method: 'POST', body: new Uint8Array(2 ** 22) })).status).toBe(404);
    expect((await send('..%2fdevices', {})).status).toBe(404);
  });

  it('cannot be answered with less than was sent, nor asked for without end', async () => {
    const { testId } = await asked();
    const options = { baseUrl: running.url, identity, clock: systemClock, cancel: new AbortController().signal };
    await expect(answerLinkTest({ testId, bytes: 1 }, options)).rejects.toMatchObject({ code: 'MALFORMED_MESSAGE' });
    await expect(answerLinkTest({ testId, bytes: 2 ** 40 }, options)).rejects.toMatchObject({
      code: 'MALFORMED_MESSAGE',
    });
  });
});
