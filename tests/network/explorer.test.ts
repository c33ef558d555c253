import { afterAll, beforeAll, expect, it } from 'vitest';
import { challengeOf, type Joined, join, live, required } from './joined-device.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';

let network: PlayNetwork;
let one: Joined;

beforeAll(async () => {
  network = await startPlayNetwork();
});
afterAll(() => network.close());

const get = async (path: string): Promise<{ status: number; body: Record<string, unknown> }> => {
  const answer = await fetch(`${network.running.url}/v1/explorer${path}`);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

it('says that there is nothing yet before the first hour has closed', async () => {
  expect((await get('/summary')).body.code).toBe('BLOCK_NOT_FOUND');
  expect((await get('/blocks')).body).toEqual({ blocks: [], next: null });
});

it('shows the newest hour, and counts what few have together', async () => {
  one = await join(network, { staked: required });
  await one.device.prove(await challengeOf(one));
  await live(network, [one], 11);
  await one.device.prove(await challengeOf(one));
  await live(network, [one], 20);
  const { body } = await get('/summary');
  expect(body).toMatchObject({
    block: { epoch: 1, devices: 1, burned: '0' },
    staked: String(required),
    cells: [],
    otherDevices: 1,
    fees: { validators: '0', treasury: '0', community: '0' },
  });
  expect((await get('/summary')).body).toEqual(body);
  await live(network, [one], 20);
  expect((await get('/summary')).body).toMatchObject({ block: { epoch: 2 } });
});

it('pages through hours and their rows, and tells a device’s own', async () => {
  const { body: newest } = await get('/blocks?limit=2');
  expect((newest.blocks as { epoch: number }[]).map(({ epoch }) => epoch)).toEqual([2, 1]);
  const { body: older } = await get(`/blocks?limit=2&before=${newest.next}`);
  expect(older).toMatchObject({ blocks: [{ epoch: 0, isPart: true, paid: '0' }], next: null });
  const { body: block } = await get(`/blocks/${newest.next}?limit=1`);
  expect(block).toMatchObject({ block: { epoch: 1 }, rows: [{ device_id: one.id, reason: null }], next: null });
  const { body: device } = await get(`/devices/${one.id}`);
  expect((device.rows as { block_id: string }[]).map(({ block_id }) => block_id)).toEqual(
    (device.rows as { block_id: string }[])
      .map(({ block_id }) => block_id)
      .toSorted()
      .toReversed(),
  );
  expect(device.rows).toHaveLength(3);
  expect((await get(`/devices/d${'0'.repeat(24)}`)).body.code).toBe('DEVICE_NOT_FOUND');
  expect((await get('/devices/somebody')).status).toBe(400);
});

it('tells what a class was paid in each published hour, and no figures where few were', async () => {
  const { body } = await get('/classes/cpu/hours');
  expect(body).toMatchObject({ class: 'cpu', hours: [{ epoch: 2 }, { epoch: 1 }, { epoch: 0, paid: 0 }] });
  const [, hour] = body.hours as Record<string, unknown>[];
  expect(hour).toMatchObject({ seen: 1, paid: 1, owners: 1, figures: null });
  const { body: none } = await get('/classes/h100/hours');
  expect((none.hours as unknown[])[0]).toMatchObject({ seen: 0, paid: 0, figures: null });
  expect((await get('/classes/No%20class/hours')).status).toBe(400);
});

it('has no more than so many answers for one block of addresses', async () => {
  const codes = await Promise.all(Array.from({ length: 130 }, async () => (await get('/blocks?limit=1')).status));
  expect(codes.filter((code) => code === 429).length).toBeGreaterThan(0);
});
