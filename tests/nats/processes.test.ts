/** Two processes of a network, each of its own, with their own clocks: as they run on servers. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionEvent } from '../../shared/contract/network/session.ts';
import { accepted, ended, image, newSpec, running, terms } from '../network/market-bench.ts';
import { cpuClaim, createPlayDevice, type PlayDevice, type PlaySession } from '../network/play-device.ts';
import { createPlayKey } from '../network/play-key.ts';
import { makeDatabase, type PlayDatabase } from '../network/play-place.ts';
import { onServer, server } from '../postgres/server.ts';
import { type ServiceProcess, startProcess } from '../postgres/service-process.ts';
import { hasNats, overNats, type PlayNats, startPlayNats } from './play-nats.ts';

const hourMs = 3_000;
const isHere = server !== null && hasNats;
let nats: PlayNats;
let database: PlayDatabase;
let leader: ServiceProcess;
let other: ServiceProcess;

/** Does something again and again until it is told to stop. */
const again = async (everyMs: number, signal: AbortSignal, act: () => Promise<void>): Promise<void> => {
  for (; !signal.aborted; await delay(everyMs)) await act();
};

/** Beats, and meanwhile proves what it is asked, until it is told to stop. */
const work = async (device: PlayDevice, session: PlaySession, signal: AbortSignal): Promise<void> => {
  const proven = new Set<SessionEvent>();
  const proving = again(100, signal, async () => {
    const asked = session.events.find((event) => event.kind === 'challenge' && !proven.has(event));
    if (asked?.kind !== 'challenge') return;
    proven.add(asked);
    await device.prove(asked.challenge);
  });
  await Promise.all([proving, again(400, signal, () => session.beat())]);
};

describe.skipIf(!isHere)(`two processes ${onServer} ${overNats}`, () => {
  const over = new AbortController();
  let device: PlayDevice;
  let session: PlaySession;
  let working: Promise<void> | null = null;

  beforeAll(async () => {
    nats = await startPlayNats();
    database = await makeDatabase(server as string);
    const given = { busUrl: nats.url, words: ['--vouch-for', image] };
    leader = await startProcess(database.url, hourMs, given);
    other = await startProcess(database.url, hourMs, given);
    device = createPlayDevice(other.url, Date.now);
    const { id } = await device.register(cpuClaim);
    await device.stake('20000000000');
    session = await device.openSession(id);
    working = work(device, session, over.signal).catch(() => undefined);
  });
  afterAll(async () => {
    over.abort();
    await working;
    session?.close();
    await Promise.all([leader?.kill('SIGTERM'), other?.kill('SIGTERM')]);
    await nats?.remove();
    await database?.remove();
  });

  const metricsOf = async ({ metricsUrl }: ServiceProcess): Promise<string> => (await fetch(metricsUrl)).text();

  it('tell each other’s devices what they have for them, and say that they do', async () => {
    await expect
      .poll(() => session.events.some(({ kind }) => kind === 'epoch_closed'), { timeout: 3 * hourMs })
      .toBe(true);
    expect(await other.health()).toMatchObject({ status: 'ok', bus: 'connected', leader: { isThisProcess: false } });
    expect(await metricsOf(leader)).toMatch(/^perigee_bus_events_total\{fate="sent"\} [1-9]/m);
    const there = await metricsOf(other);
    expect(there).toMatch(/^perigee_bus_connected 1$/m);
    expect(there).toMatch(/^perigee_bus_events_total\{fate="heard"\} [1-9]/m);
  });

  it('have a job that one took in run on a device that the other has, and settle it', async () => {
    const renter = createPlayKey(leader.url, Date.now);
    await renter.ok('POST', '/v1/accounts', { name: 'Ada' });
    const spec = newSpec();
    // Until the device has its first tier.
    const { status } = await renter.ask('POST', '/v1/jobs', terms(spec, { maxMinutes: 600, patienceMinutes: 1_440 }));
    expect(status).toBe(200);
    await expect
      .poll(() => session.events.find((event) => event.kind === 'offer')?.offer.spec.id, { timeout: 30_000 })
      .toBe(spec.id);
    const says = (event: Record<string, unknown>) =>
      device.ok('POST', '/v1/events', { items: [{ id: randomUUID(), at: Date.now(), event }] });
    await says(accepted(spec.id));
    await says(running(spec.id));
    await delay(1_000);
    await says(ended(spec.id, 'done', 1_000));
    const job = await renter.ok('GET', `/v1/jobs/${spec.id}`);
    expect(job).toMatchObject({ state: 'ended', outcome: 'done' });
    expect(BigInt(job.price as string)).toBeGreaterThan(0n);
  });

  it('serve their own when the server of messages is killed, and find each other again when it is back', async () => {
    const states = async () => [(await leader.health())?.bus, (await other.health())?.bus];
    await nats.kill();
    await expect.poll(states, { timeout: 10_000 }).toEqual(['away', 'away']);
    expect(await other.health()).toMatchObject({ status: 'degraded', database: 'reachable' });
    expect(await device.ok('GET', '/v1/devices/me')).toMatchObject({ state: 'ready' });
    // Long enough for an hour to end meanwhile, of which its device hears once the server is back.
    await delay(hourMs);
    const closedBefore = session.events.filter(({ kind }) => kind === 'epoch_closed').length;
    await nats.start();
    await expect.poll(states, { timeout: 10_000 }).toEqual(['connected', 'connected']);
    await expect
      .poll(() => session.events.filter(({ kind }) => kind === 'epoch_closed').length, { timeout: 10_000 })
      .toBeGreaterThan(closedBefore);
    const epochs = session.events.flatMap((event) => (event.kind === 'epoch_closed' ? [event.epoch] : []));
    expect(epochs).toEqual(Array.from({ length: epochs.length }, (_, index) => (epochs[0] ?? 0) + index));
    expect(await metricsOf(other)).toMatch(/^perigee_bus_events_total\{fate="lost"\} 0$/m);
  });
});
