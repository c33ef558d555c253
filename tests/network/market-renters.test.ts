/** What the market takes and refuses from renters, and what it keeps of their jobs' logs, on the real service. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  ended,
  image,
  io,
  type MarketBench,
  type MarketDevice,
  newSpec,
  openMarketBench,
  type Renter,
} from './market-bench.ts';
import { createPlayKey } from './play-key.ts';

let bench: MarketBench;
let renter: Renter;

beforeAll(async () => {
  bench = await openMarketBench(2);
  renter = await bench.renter();
});
afterAll(() => bench.close());
afterEach(async () => {
  for (const device of bench.devices) await device.becomes('ready');
  await bench.expectBalanced();
});

describe('a submission', () => {
  const codeOf = async (spec: unknown, change: Record<string, unknown> = {}): Promise<unknown> => {
    const { body } = await renter.submit(spec, change);
    return [body.code, body.data];
  };

  it('is refused with a code, and holds nothing then', async () => {
    const before = await renter.coins();
    const spec = newSpec();
    expect(await codeOf({ ...spec, Privileged: true })).toEqual(['SPEC_REFUSED', { reasons: ['unknown_field'] }]);
    expect(await codeOf({ ...spec, env: { LD_PRELOAD: 'x' } })).toEqual(['SPEC_REFUSED', { reasons: ['bad_env'] }]);
    expect(await codeOf({ ...spec, id: 'x'.repeat(62) }, { kind: 'cluster', requirements: { count: 2 } })).toEqual([
      'SPEC_REFUSED',
      { reasons: ['bad_id'] },
    ]);
    expect(await codeOf(spec, { requirements: { count: 2 } })).toEqual(['SPEC_REFUSED', { reasons: ['bad_count'] }]);
    expect(await codeOf(spec, { requirements: { class: 'rtx-9999' } })).toEqual(['CLASS_UNKNOWN', undefined]);
    expect(await codeOf(spec, { hourlyPrice: '1', maxMinutes: 1 })).toEqual(['PRICE_TOO_LOW', undefined]);
    expect(await codeOf({ ...spec, image: image.replace('busybox', 'other') })).toEqual(['IMAGE_UNSIGNED', undefined]);
    expect(await codeOf(spec, { hourlyPrice: io(10_000).toString() })).toEqual([
      'NOT_ENOUGH_COINS',
      { needed: io(20_050).toString(), available: before.toString() },
    ]);
    const { id } = await renter.rent();
    expect(await codeOf({ ...spec, id })).toEqual(['JOB_ID_TAKEN', undefined]);
    await renter.cancel(id);
    expect(await renter.coins()).toBe(before);
  });

  it('of the same key is one job, and another account’s is nobody else’s business', async () => {
    const before = await renter.coins();
    const key = { idempotencyKey: randomUUID(), requirements: { class: 'h100' } };
    const spec = newSpec();
    for (let times = 0; times < 2; times += 1)
      expect((await renter.submit(spec, key)).body).toMatchObject({ id: spec.id });
    expect(await renter.coins()).toBe(before - io(24.06));
    const other = await bench.renter('Bob');
    for (const path of ['', '/bill', '/logs'])
      expect((await other.key.ask('GET', `/v1/jobs/${spec.id}${path}`)).body).toMatchObject({ code: 'JOB_NOT_FOUND' });
    expect((await other.key.ask('POST', `/v1/jobs/${spec.id}/cancel`)).body).toMatchObject({ code: 'JOB_NOT_FOUND' });
    const viewer = createPlayKey(bench.network.running.url, bench.network.clock.now);
    await renter.key.ok('POST', '/v1/accounts/me/members', { publicKey: viewer.publicKey, name: 'V', role: 'viewer' });
    expect((await viewer.ask('GET', `/v1/jobs/${spec.id}`)).status).toBe(200);
    expect((await viewer.ask('POST', `/v1/jobs/${spec.id}/cancel`)).body).toMatchObject({ code: 'ROLE_TOO_LOW' });
    await renter.cancel(spec.id);
    expect(await renter.coins()).toBe(before);
  });
});

describe('the log of a job', () => {
  const line = (text: string) => ({ at: bench.network.clock.now(), stream: 'stdout', text });
  const hand = (device: MarketDevice, jobId: string, seq: number, lines: unknown[], change = {}) =>
    device.device.ask('POST', `/v1/jobs/${jobId}/logs`, {
      ...{ seq, lines, mark: `m${seq + lines.length}`, isAfterGap: false, isLast: false },
      ...change,
    });

  it('comes from the device that has it, each line once, and steers no terminal', async () => {
    const { id } = await renter.rent();
    const asked = await bench.asked(id);
    expect((await hand(asked, id, 0, [line('too early')])).body).toMatchObject({ code: 'LEASE_NOT_HELD' });
    const device = await bench.hire(id);
    const stranger = bench.devices.find((other) => other !== device) as MarketDevice;
    expect((await hand(stranger, id, 0, [line('not mine')])).body).toMatchObject({ code: 'LEASE_NOT_HELD' });
    expect((await hand(device, id, 0, [])).body).toEqual({ next: 0, mark: null });
    await hand(device, id, 0, [line('one'), line('two\u001b[2J\u0000')]);
    expect((await hand(device, id, 1, [line('two again'), line('three')])).body).toEqual({ next: 3, mark: 'm3' });
    await hand(device, id, 3, [line('after a gap')], { isAfterGap: true });
    const page = await renter.logs(id);
    expect(page.lines.map(({ seq, text, isAfterGap }) => [seq, text, isAfterGap])).toEqual([
      [0, 'one', false],
      [1, 'two', false],
      [2, 'three', false],
      [3, 'after a gap', true],
    ]);
    expect(await renter.logs(id, page.cursor)).toEqual({ lines: [], cursor: 4, dropped: 0, isComplete: false });
    await device.says(ended(id));
    await hand(device, id, 4, [line('last words')], { isLast: true });
    expect(await renter.logs(id, 4)).toMatchObject({ lines: [{ text: 'last words' }], cursor: 5, isComplete: true });
  });

  it('is kept to a mebibyte: the oldest goes, and is said to be gone', async () => {
    const { id } = await renter.rent();
    const device = await bench.hire(id);
    for (let chunk = 0; chunk < 20; chunk += 1)
      expect(
        (
          await hand(
            device,
            id,
            chunk * 8,
            Array.from({ length: 8 }, (_, n) => line(`${chunk * 8 + n}`.padEnd(8_192, '.'))),
          )
        ).status,
      ).toBe(200);
    expect((await hand(device, id, 160, [line('x'.repeat(8_193))])).status).toBe(400);
    let read = await renter.logs(id);
    expect(read.dropped).toBeGreaterThan(20);
    expect(read.lines[0]?.text).toMatch(new RegExp(`^${read.dropped}\\.`));
    let count = 0;
    for (let cursor = -1; read.cursor > cursor; read = await renter.logs(id, cursor)) {
      cursor = read.cursor;
      count += read.lines.length;
    }
    expect(count * 8_192).toBeLessThanOrEqual(2 ** 20);
    expect(count).toBeGreaterThan(110);
    await renter.cancel(id);
  });
});
