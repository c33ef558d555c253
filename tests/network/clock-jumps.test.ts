/** The service's clock is set ahead and back, between passes and between processes; and devices whose clocks are off. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { complaintsOf } from '../../scripts/faults/network/books.ts';
import { createManualClock, type ManualClock } from '../fakes/manual-clock.ts';
import { ended, type MarketBench, openMarketBench } from './market-bench.ts';
import { createPlayDevice } from './play-device.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const base = createManualClock(1_795_000_000_000 - (1_795_000_000_000 % hourMs) + hourMs - 30_000);
let offsetMs = 0;
/** Its monotonic time goes on as if nothing had been, as it does on a PC whose clock is set. */
const clock: ManualClock = { ...base, now: () => base.now() + offsetMs };
let bench: MarketBench;

beforeAll(async () => {
  bench = await openMarketBench(1, { hourMs, clock });
}, 60_000);
afterAll(() => bench.close());

const jump = async (ms: number): Promise<void> => {
  offsetMs += ms;
  await bench.network.running.pass();
  expect(await complaintsOf(bench.network.running.network.db)).toEqual([]);
};
const closedHours = async (): Promise<number[]> => {
  const { db } = bench.network.running.network;
  const hours = await db.selectFrom('epochs').select('number').where('step', '=', 'closed').orderBy('number').execute();
  return hours.map(({ number }) => number);
};
const transfersOf = async (kind: 'job_pay' | 'release'): Promise<number> =>
  (await bench.network.running.network.db.selectFrom('transfers').select('id').where('kind', '=', kind).execute())
    .length;

describe('a network whose clock is set', () => {
  it('bills a lease once, for no more minutes than its device was there, two hours ahead and back', async () => {
    const renter = await bench.renter();
    const { id } = await renter.rent();
    const device = await bench.hire(id);
    await bench.minutes(10);
    await jump(2 * hourMs);
    expect((await renter.status(id)).state).toBe('running');
    await bench.minutes(5);
    await jump(-2 * hourMs);
    await bench.minutes(5);
    await device.says(ended(id, 'done', 20 * 60_000));
    const bill = await renter.bill(id);
    expect((await renter.status(id)).state).toBe('ended');
    expect(await transfersOf('job_pay')).toBe(1);
    expect(bill.members[0]?.minutes).toBeLessThanOrEqual(21);
    await bench.expectBalanced();
  }, 60_000);

  it('closes each hour once and in order, and opens none again that has ended', async () => {
    const [device] = bench.devices;
    await device?.becomes(null);
    device?.session.close();
    const before = await closedHours();
    await jump(4 * hourMs);
    const ahead = await closedHours();
    expect(ahead.length).toBeGreaterThan(before.length);
    offsetMs -= 4 * hourMs;
    await bench.network.restart();
    await jump(0);
    expect(await closedHours()).toEqual(ahead);
    offsetMs += 4 * hourMs;
    await bench.network.restart();
    await jump(0);
    const again = await closedHours();
    expect(again).toEqual(again.map((_, at) => at));
    expect(again.length - ahead.length).toBeLessThanOrEqual(1);
  }, 60_000);

  it('lets no cooldown end before its time, and then gives back once, forty days ahead', async () => {
    const [own] = bench.devices;
    if (own === undefined) throw new Error('no device');
    const { body } = await own.device.at(bench.network.running.url).unstake('1000000000');
    const freeAt = body.freeAt as number;
    await jump(-2 * hourMs);
    await jump(freeAt - 1 - clock.now());
    expect(await transfersOf('release')).toBe(0);
    await jump(-2 * hourMs);
    await bench.network.restart();
    expect(await transfersOf('release')).toBe(0);
    await jump(40 * dayMs);
    await jump(-40 * dayMs);
    await bench.network.restart();
    await jump(40 * dayMs);
    expect(await transfersOf('release')).toBe(1);
    const hours = await closedHours();
    expect(hours).toEqual(hours.map((_, at) => at));
    expect(hours.length).toBeGreaterThan((40 * dayMs) / hourMs);
  }, 120_000);
});

describe('a device whose clock is ten minutes off', () => {
  it.each([10, -10])(
    'is told what time it is, whatever it asks, and is taken at nothing: %i minutes',
    async (minutes) => {
      const { running } = bench.network;
      const device = createPlayDevice(running.url, () => clock.now() + minutes * 60_000);
      const claim = { publicKey: device.publicKey, name: 'x', claim: {} };
      const asked = [
        await device.ask('POST', '/v1/devices', claim),
        await device.ask('GET', '/v1/devices/me'),
        await device.ask('POST', '/v1/events', { items: [] }),
      ];
      for (const { status, body } of asked)
        expect([status, body.code, body.data]).toEqual([401, 'CLOCK_OFF', { serverTime: clock.now() }]);
      const { db } = running.network;
      expect(await db.selectFrom('nonces').select('nonce').where('keyId', '=', device.publicKey).execute()).toEqual([]);
    },
  );
});
