/** The bus of several processes on a real server: what arrives, in what order, and what becomes of it when the server goes. */
import { connect } from '@nats-io/transport-node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Bus, BusMessage } from '../../network/service/bus/bus.ts';
import { openNatsBus } from '../../network/service/bus/nats-bus.ts';
import { systemClock } from '../../network/service/system-clock.ts';
import type { SessionEvent } from '../../shared/contract/network/session.ts';
import { type Log, silentLog } from '../../shared/log.ts';
import { hasNats, overNats, type PlayNats, startPlayNats } from './play-nats.ts';

let nats: PlayNats;
let opened: Bus[] = [];
let logged: string[] = [];
const log: Log = { ...silentLog, warn: (event) => void logged.push(event), info: (event) => void logged.push(event) };

const closed = (epoch: number): SessionEvent => ({ kind: 'epoch_closed', epoch });
/** A process's bus, and all that it hears. */
const open = async (url = nats.url): Promise<{ bus: Bus; heard: BusMessage[] }> => {
  const bus = await openNatsBus({ url, clock: systemClock, log });
  opened.push(bus);
  const heard: BusMessage[] = [];
  bus.subscribe((message) => heard.push(message));
  return { bus, heard };
};
const epochsOf = (heard: readonly BusMessage[]): number[] =>
  heard.flatMap(({ event }) => (event.kind === 'epoch_closed' ? [event.epoch] : []));

describe.skipIf(!hasNats)(`a bus ${overNats}`, () => {
  beforeAll(async () => {
    nats = await startPlayNats();
  });
  afterAll(() => nats.remove());
  beforeEach(() => {
    logged = [];
  });
  afterEach(async () => {
    for (const bus of opened) await bus.close();
    opened = [];
  });

  it('brings each event to every process once and in order, and to its own at once', async () => {
    const [one, other] = [await open(), await open()];
    one.bus.toDevice('d1', { kind: 'cancel', jobId: 'j1' });
    expect(one.heard).toEqual([{ deviceId: 'd1', event: { kind: 'cancel', jobId: 'j1' } }]);
    for (let epoch = 1; epoch <= 50; epoch += 1) one.bus.toAll(closed(epoch));
    await expect.poll(() => other.heard.length).toBe(51);
    expect(other.heard[0]).toEqual(one.heard[0]);
    other.bus.toAll(closed(51));
    await expect.poll(() => one.heard.length).toBe(52);
    const upTo = Array.from({ length: 51 }, (_, index) => index + 1);
    expect([epochsOf(one.heard), epochsOf(other.heard)]).toEqual([upTo, upTo]);
    expect(one.bus.standing()).toEqual({ isConnected: true, waiting: 0, sent: 51, heard: 1, lost: 0, refused: 0 });
    expect((await open()).heard).toEqual([]);
  });

  it('keeps what it is told while the server is away, and brings it in order when it is back', async () => {
    const [one, other] = [await open(), await open()];
    one.bus.toAll(closed(1));
    await expect.poll(() => epochsOf(other.heard)).toEqual([1]);
    await nats.kill();
    await expect.poll(() => one.bus.standing().isConnected).toBe(false);
    for (const epoch of [2, 3, 4]) one.bus.toAll(closed(epoch));
    expect(epochsOf(one.heard)).toEqual([1, 2, 3, 4]);
    expect(one.bus.standing()).toMatchObject({ waiting: 3, lost: 0 });
    await nats.start();
    await expect.poll(() => epochsOf(other.heard), { timeout: 10_000 }).toEqual([1, 2, 3, 4]);
    await expect.poll(() => [one, other].map(({ bus }) => bus.standing().isConnected)).toEqual([true, true]);
    expect(other.bus.standing()).toMatchObject({ heard: 4, lost: 0 });
    expect(logged).toEqual(expect.arrayContaining(['bus_away', 'bus_back']));
  });

  it('goes on when the server has forgotten everything', async () => {
    const [one, other] = [await open(), await open()];
    for (const epoch of [1, 2, 3]) one.bus.toAll(closed(epoch));
    await expect.poll(() => epochsOf(other.heard)).toEqual([1, 2, 3]);
    await nats.kill();
    await expect.poll(() => one.bus.standing().isConnected).toBe(false);
    one.bus.toAll(closed(4));
    await nats.start(true);
    await expect.poll(() => epochsOf(other.heard), { timeout: 10_000 }).toEqual([1, 2, 3, 4]);
    other.bus.toAll(closed(5));
    await expect.poll(() => epochsOf(one.heard), { timeout: 10_000 }).toEqual([1, 2, 3, 4, 5]);
  });

  it('drops what is no event, counts it, and goes on', async () => {
    const { bus, heard } = await open();
    const stranger = await connect({ servers: nats.url });
    for (const [subject, bytes] of [
      ['perigee.all', '{'],
      ['perigee.all', new Uint8Array([0xff, 0xfe, 0])],
      ['perigee.all', '{"kind":"epoch_closed","epoch":"many"}'],
      ['perigee.device.d1', '{"kind":"pay","amount":"1"}'],
      ['perigee.device.ü', '{"kind":"epoch_closed","epoch":1}'],
    ] as const)
      stranger.publish(subject, bytes);
    stranger.publish('perigee.device.d1', '{"kind":"epoch_closed","epoch":7}');
    await stranger.drain();
    await expect.poll(() => heard).toEqual([{ deviceId: 'd1', event: closed(7) }]);
    expect(bus.standing()).toMatchObject({ heard: 1, refused: 5 });
    expect(logged.filter((event) => event === 'bus_message_refused')).toHaveLength(1);
  });

  it('keeps networks of other names on the same server apart', async () => {
    const [one, other] = [await open(`${nats.url}/one`), await open(`${nats.url}/other`)];
    one.bus.toAll(closed(1));
    other.bus.toAll(closed(2));
    const third = await open(`${nats.url}/one`);
    one.bus.toAll(closed(3));
    await expect.poll(() => epochsOf(third.heard)).toEqual([3]);
    expect(epochsOf(other.heard)).toEqual([2]);
  });

  it('says where no server is, without the secret', async () => {
    const opening = openNatsBus({ url: 'nats://service:sesame@127.0.0.1:1', clock: systemClock, log });
    await expect(opening).rejects.toMatchObject({
      code: 'BUS_UNREACHABLE',
      data: { address: 'nats://127.0.0.1:1/perigee', detail: expect.not.stringContaining('sesame') },
    });
  });
});
