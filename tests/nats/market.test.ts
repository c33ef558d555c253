/**
 * The market of two processes on one PostgreSQL server and one NATS server, under a clock that the test moves: jobs go to
 * devices wherever they are connected, and whatever the bus does, nothing is lost that matters.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunningNetwork } from '../../network/service/start-network.ts';
import {
  accepted,
  ended,
  io,
  type MarketBench,
  type MarketDevice,
  minuteMs,
  newSpec,
  openMarketBench,
  type Renter,
  running,
} from '../network/market-bench.ts';
import { makeDatabase } from '../network/play-place.ts';
import { onServer, server } from '../postgres/server.ts';
import { hasNats, overNats, type PlayNats, startPlayNats } from './play-nats.ts';

const isHere = server !== null && hasNats;
let nats: PlayNats;
let bench: MarketBench;
/** Speaks to the process that does not lead. */
let renter: Renter;

const stateAt = async (place: number): Promise<unknown> =>
  ((await (await fetch(`${bench.services[place]?.url}/health`)).json()) as Record<string, unknown>).bus;

describe.skipIf(!isHere)(`the market of two processes ${onServer} ${overNats}`, () => {
  let [atLeader, elsewhere]: MarketDevice[] = [];

  beforeAll(async () => {
    nats = await startPlayNats();
    const database = await makeDatabase(server as string);
    bench = await openMarketBench(2, {
      hourMs: minuteMs * 60,
      others: 1,
      place: {
        place: { databaseUrl: database.url, isTimeOwn: true },
        words: [],
        busUrl: nats.url,
        remove: database.remove,
      },
    });
    [atLeader, elsewhere] = bench.devices;
    renter = await bench.renter('Ada', bench.services[1]);
  });
  afterEach(async () => {
    await bench.expectBalanced();
  });
  afterAll(async () => {
    await bench?.close();
    await nats?.remove();
  });

  /** Only one process goes through its rhythm. */
  const pass = (place: 0 | 1): Promise<void> | undefined => bench.services[place]?.pass();
  /**
   * Submitted at the process that does not lead and offered by the one that does, while every process knows the other
   * device to be paused: for a moment, because its minutes count too.
   */
  const submitFor = async (device: MarketDevice): Promise<string> => {
    const others = bench.devices.filter((each) => each !== device);
    for (const other of others) await other.becomes('paused');
    await device.becomes('ready');
    await pass(1);
    await pass(0);
    const spec = newSpec();
    const { status, body } = await renter.submit(spec);
    expect([status, body.state]).toEqual([200, 'waiting']);
    await pass(0);
    expect(await bench.asked(spec.id)).toBe(device);
    for (const other of others) await other.becomes('ready');
    return spec.id;
  };
  const offersOf = ({ session }: MarketDevice, id: string): number =>
    session.events.filter((event) => event.kind === 'offer' && event.offer.spec.id === id).length;

  it('has a cluster of devices of both begin when all have accepted, and end for all', async () => {
    const { id } = await renter.rent({ kind: 'cluster', requirements: { count: 2 } });
    const members = [await bench.asked(`${id}-0`), await bench.asked(`${id}-1`)];
    expect(new Set(members)).toEqual(new Set(bench.devices));
    for (const [rank, device] of members.entries()) {
      expect((await device.offer()).spec.id).toBe(`${id}-${rank}`);
      await device.says(accepted(`${id}-${rank}`), running(`${id}-${rank}`));
      await device.becomes('hired');
    }
    await bench.minutes(5);
    await members[1]?.says(ended(`${id}-1`, 'failed', 5 * minuteMs));
    await members[0]?.hearsCancel(`${id}-0`);
    expect(await renter.status(id)).toMatchObject({
      state: 'ended',
      members: [
        { rank: 0, outcome: 'cluster_ended', minutes: 5, price: io(1).toString() },
        { rank: 1, minutes: 5 },
      ],
    });
  });

  it('has a job that one takes in run on a device that another one has, billed to the last unit', async () => {
    const [here, there] = [atLeader, elsewhere] as [MarketDevice, MarketDevice];
    const id = await submitFor(there);
    expect((await there.offer()).spec.id).toBe(id);
    await there.says(accepted(id), running(id));
    await there.becomes('hired');
    await bench.minutes(5);
    await there.says(ended(id, 'done', 5 * minuteMs));
    expect(await renter.status(id)).toMatchObject({
      state: 'ended',
      outcome: 'done',
      minutes: 5,
      price: io(1).toString(),
    });
    expect(offersOf(there, id)).toBe(1);
    // Cancelled where the device is not.
    const next = await submitFor(here);
    await here.offer();
    await here.says(accepted(next), running(next));
    await renter.cancel(next);
    await here.hearsCancel(next);
  });

  it('goes on while the server of messages is away, a pass later, and at once when it is back', async () => {
    const there = elsewhere as MarketDevice;
    expect([await stateAt(0), await stateAt(1)]).toEqual(['connected', 'connected']);
    await nats.kill();
    await expect.poll(() => stateAt(0)).toBe('away');
    const id = await submitFor(there);
    expect(offersOf(there, id)).toBe(0);
    await pass(1);
    expect((await there.offer()).spec.id).toBe(id);
    await there.says(accepted(id), running(id));
    await there.becomes('hired');
    await bench.minutes(2);
    await renter.cancel(id);
    await pass(1);
    await there.hearsCancel(id);
    await nats.start();
    await expect
      .poll(async () => [await stateAt(0), await stateAt(1)], { timeout: 10_000 })
      .toEqual(['connected', 'connected']);
    const next = await submitFor(there);
    await expect.poll(() => offersOf(there, next)).toBe(1);
    await renter.cancel(next);
  });

  it('shows a device as it is, whichever process is asked, and ends its session when its key is revoked at another', async () => {
    const there = elsewhere as MarketDevice;
    const [first, second] = bench.services as [RunningNetwork, RunningNetwork];
    const atFirst = there.device.at(first.url);
    await bench.minutes(1);
    expect(await atFirst.ok('GET', '/v1/devices/me')).toMatchObject({ state: 'ready' });
    await there.becomes('paused');
    await pass(1);
    expect(await atFirst.ok('GET', '/v1/devices/me')).toMatchObject({ state: 'paused' });
    expect(second.network.sessions.all()).toHaveLength(1);
    const { key } = await atFirst.owner();
    await key.ok('POST', `/v1/accounts/me/devices/${there.id}/revoke`);
    await pass(1);
    await expect.poll(() => second.network.sessions.all()).toEqual([]);
    await pass(1);
    expect(await first.network.whereabouts.of(there.id)).toBeNull();
    await there.becomes(null);
  });
});
