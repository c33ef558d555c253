/** The settings of a NATS server that are given with the network, on a real server: who may speak, and who hears what. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Bus } from '../../network/service/bus/bus.ts';
import { openNatsBus } from '../../network/service/bus/nats-bus.ts';
import { systemClock } from '../../network/service/system-clock.ts';
import { silentLog } from '../../shared/log.ts';
import { hasNats, overNats, type PlayNats, startPlayNats } from './play-nats.ts';

const given = readFileSync(join(import.meta.dirname, '../../network/nats-server.conf'), 'utf8');
/** Not in what is given: devices do not speak NATS. What one could be allowed, were it to. */
const device =
  '{ user: device, password: d, permissions: { publish: { deny: ">" }, subscribe: ["perigee.device.d1"] } }';

const dir = mkdtempSync(join(tmpdir(), 'perigee-nats-conf-'));
let nats: PlayNats;
let ends: (() => Promise<unknown>)[] = [];

const openBus = async (): Promise<Bus> => {
  const url = nats.url.replace('nats://', 'nats://service:s48e1c0@');
  const bus = await openNatsBus({ url, clock: systemClock, log: silentLog });
  ends.push(bus.close);
  return bus;
};

/** @returns what it hears of these subjects, and what the server refuses it */
const listen = async (
  user: { user: string; pass: string },
  ...subjects: string[]
): Promise<{ connection: NatsConnection; heard: string[]; refused: string[] }> => {
  const connection = await connect({ servers: nats.url, ...user });
  ends.push(() => connection.close());
  const [heard, refused]: [string[], string[]] = [[], []];
  void (async () => {
    for await (const status of connection.status())
      if (status.type === 'error') refused.push(status.error.message.toLowerCase());
  })();
  for (const subject of subjects)
    connection.subscribe(subject, {
      callback: (error, message) => {
        if (error === null) heard.push(`${message.subject} ${message.string()}`);
      },
    });
  await connection.flush();
  return { connection, heard, refused };
};

describe.skipIf(!hasNats)(`the given settings of a server ${overNats}`, () => {
  beforeAll(async () => {
    process.env.PERIGEE_BUS_SECRET = 's48e1c0';
    process.env.PERIGEE_BUS_READER_SECRET = 'look';
    const path = join(dir, 'nats.conf');
    writeFileSync(path, given.replace('  users: [', `  users: [\n    ${device}`));
    nats = await startPlayNats(['--config', path]);
  });
  afterEach(async () => {
    for (const end of ends.toReversed()) await end();
    ends = [];
  });
  afterAll(async () => {
    delete process.env.PERIGEE_BUS_SECRET;
    delete process.env.PERIGEE_BUS_READER_SECRET;
    await nats?.remove();
    rmSync(dir, { recursive: true });
  });

  it('let the service do all that it does, and nobody without its password', async () => {
    const [one, other] = [await openBus(), await openBus()];
    const heard: unknown[] = [];
    other.subscribe((message) => heard.push(message));
    one.toDevice('d1', { kind: 'cancel', jobId: 'j1' });
    await expect.poll(() => heard).toEqual([{ deviceId: 'd1', event: { kind: 'cancel', jobId: 'j1' } }]);
    for (const who of ['', 'service:wrong@'])
      await expect(
        openNatsBus({ url: nats.url.replace('nats://', `nats://${who}`), clock: systemClock, log: silentLog }),
      ).rejects.toMatchObject({ code: 'BUS_UNREACHABLE', data: { detail: expect.stringMatching(/authorization/i) } });
  });

  it('let an operator hear everything and say nothing', async () => {
    const bus = await openBus();
    const operator = await listen({ user: 'operator', pass: 'look' }, 'perigee.>');
    bus.toDevice('d2', { kind: 'cancel', jobId: 'j2' });
    bus.toAll({ kind: 'epoch_closed', epoch: 1 });
    await expect
      .poll(() => operator.heard)
      .toEqual(['perigee.device.d2 {"kind":"cancel","jobId":"j2"}', 'perigee.all {"kind":"epoch_closed","epoch":1}']);
    for (const subject of ['perigee.all', '$JS.API.STREAM.DELETE.PERIGEE_EVENTS'])
      operator.connection.publish(subject, '{"kind":"epoch_closed","epoch":9}');
    await operator.connection.flush();
    await expect.poll(() => operator.refused).toHaveLength(2);
    expect(operator.refused.every((words) => words.includes('permissions violation'))).toBe(true);
    expect(operator.heard).toHaveLength(2);
    expect(bus.standing()).toMatchObject({ isConnected: true, heard: 0, refused: 0 });
  });

  it('can let a device hear its own events and nobody else’s', async () => {
    const bus = await openBus();
    const own = await listen({ user: 'device', pass: 'd' }, 'perigee.device.d1', 'perigee.device.d2', 'perigee.>');
    bus.toDevice('d2', { kind: 'cancel', jobId: 'j2' });
    bus.toAll({ kind: 'epoch_closed', epoch: 2 });
    bus.toDevice('d1', { kind: 'cancel', jobId: 'j1' });
    await expect.poll(() => own.heard).toEqual(['perigee.device.d1 {"kind":"cancel","jobId":"j1"}']);
    await expect.poll(() => own.refused).toHaveLength(2);
  });
});
