import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';
import type { PlayIntent } from './play-owner.ts';
import { createSupportBench, type SupportBench } from './support-bench.ts';
import { exampleRecord, expectInStep, io, joinSupportable, movesOf } from './supported-device.ts';

let network: PlayNetwork;
let bench: SupportBench;
beforeAll(async () => {
  network = await startPlayNetwork({ parameters: exampleRecord });
  bench = createSupportBench(network);
});
afterAll(() => network.close());

const passLater: SupportBench['passLater'] = (hours) => bench.passLater(hours);
const offered: SupportBench['offered'] = (...beside) => bench.offered(...beside);
const supporter: SupportBench['supporter'] = () => bench.supporter();

describe('an offer', () => {
  it('opens at silver, says what a supporter looks for, and not whose the device is', async () => {
    const device = await joinSupportable(network, { staked: io(23_999) });
    const owner = movesOf(network, device.owner);
    expect((await owner.offer(device.id)).body).toMatchObject({ code: 'TIER_TOO_LOW', data: { tier: 'bronze' } });
    await device.device.stake(io(1).toString());
    expect((await owner.offer(device.id, 8_001)).status).toBe(400);
    expect((await owner.offer(device.id, 2_500)).status).toBe(200);
    const stranger = await supporter();
    expect((await stranger.offer(device.id)).body).toMatchObject({ code: 'DEVICE_NOT_FOUND' });
    const shown = await stranger.ok('GET', `/v1/offers/${device.id}`);
    expect(shown).toEqual({
      deviceId: device.id,
      shareBps: 2_500,
      isOpen: true,
      class: 'cpu',
      count: 1,
      tier: 'silver',
      uptimeBps: 10_000,
      required: io(16_000).toString(),
      staked: io(24_000).toString(),
      ownStaked: io(24_000).toString(),
      capacity: io(64_000).toString(),
      room: io(24_000).toString(),
      supporters: 0,
      placesLeft: 16,
      recentSlashes: 0,
      readAt: network.clock.now(),
      shares: [
        { offence: 'O1', bps: 50 },
        { offence: 'O2', bps: 200 },
        { offence: 'O3', bps: 100 },
        { offence: 'O4', bps: 3_000 },
        { offence: 'O5', bps: 5_000 },
        { offence: 'O6', bps: 5_000 },
        { offence: 'O7', bps: 10_000 },
      ],
      noticeMs: network.parameters.supporterNoticeHours * network.parameters.hourMs,
      cooldownMs: network.parameters.cooldownHours * network.parameters.hourMs,
    });
    expect((await stranger.ask('GET', '/v1/offers/none')).body).toMatchObject({ code: 'OFFER_NOT_FOUND' });
  });

  it('keeps its terms while anybody is in, and takes nobody more once it is closed', async () => {
    const { device, owner } = await offered();
    const [one, two] = [await supporter(), await supporter()];
    const signer = await one.signing();
    const { body: underOldTerms } = await signer.prepare('support', device.id, io(1_000).toString());
    expect((await owner.offer(device.id, 2_000)).body).toMatchObject({ shareBps: 2_000 });
    expect((await signer.sign(underOldTerms as unknown as PlayIntent)).body).toMatchObject({ code: 'INTENT_OUTDATED' });
    expect((await one.support(device.id, io(1_000))).status).toBe(200);
    expect((await owner.offer(device.id, 3_000)).body).toMatchObject({ code: 'TERMS_LOCKED', data: { supporters: 1 } });
    expect((await owner.ok('POST', `/v1/offers/${device.id}/close`)).isOpen).toBe(false);
    expect((await two.support(device.id, io(1_000))).body).toMatchObject({ code: 'OFFER_CLOSED' });
    expect((await owner.offer(device.id, 2_000)).body).toMatchObject({ isOpen: true, supporters: 1, placesLeft: 15 });
    expect((await two.support(device.id, io(1_000))).status).toBe(200);
    expect((await one.ask('POST', `/v1/offers/${device.id}/close`)).body).toMatchObject({ code: 'OFFER_NOT_FOUND' });
    await expectInStep(network);
  });

  it('stands in a public list, page by page, in the order that was asked for', async () => {
    const { device: first, owner } = await offered();
    const { device: second } = await offered(first);
    await owner.offer(first.id, 4_000);
    const reader = await supporter();
    expect((await reader.support(second.id, io(1_000))).status).toBe(200);
    type Row = { deviceId: string; shareBps: number; room: string };
    const read = async (query: string): Promise<Row[]> => {
      const rows: Row[] = [];
      for (let after = ''; after !== 'none'; ) {
        const page = await reader.ok('GET', `/v1/offers?${query}&limit=1${after}`);
        rows.push(...(page.offers as Row[]));
        after = page.next === null ? 'none' : `&after=${String(page.next)}`;
      }
      return rows.filter(({ deviceId }) => [first.id, second.id].includes(deviceId));
    };
    const byShare = await read('by=share&order=desc');
    expect(byShare.map(({ deviceId, shareBps }) => [deviceId, shareBps])).toEqual([
      [first.id, 4_000],
      [second.id, 3_000],
    ]);
    expect((await read('by=room&order=asc')).map(({ deviceId }) => deviceId)).toEqual([second.id, first.id]);
    expect((await read('by=staked&order=desc')).map(({ deviceId }) => deviceId)).toEqual([second.id, first.id]);
    for (const by of ['required', 'tier', 'uptime', 'slashes'])
      expect((await read(`by=${by}`)).map(({ deviceId }) => deviceId)).toEqual([first.id, second.id].toSorted());
    expect(JSON.stringify(byShare)).not.toMatch(/account|name|owner/i);
    // An hour later it is read again: who is not there any more falls below the tier and out of the list.
    await passLater(1);
    for (let second = 0; second < 20; second += 1) {
      network.clock.advance(3_000);
      await network.running.pass();
    }
    expect(await read('by=share')).toEqual([]);
  });
});
