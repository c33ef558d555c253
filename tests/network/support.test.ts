import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireIntentFacts } from '../../shared/contract/network/intents.ts';
import { networkHoursMs } from '../../shared/domain/parameters/record.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';
import type { PlayIntent } from './play-owner.ts';
import { createSupportBench, type SupportBench } from './support-bench.ts';
import { exampleRecord, expectInStep, io, killAt } from './supported-device.ts';

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

describe('a supporter', () => {
  it('adds once for one signature, never more than the owner has or the device may hold', async () => {
    const { device } = await offered();
    const one = await supporter();
    const owner = await one.signing();
    const { body: asked } = await owner.prepare('support', device.id, io(5_000).toString());
    expect(asked.text).toMatch(/^Supporters' share of each reward: 30\.00 %$/m);
    // The owner pays first: half of the stake is less than the owner's part, all of it is everybody's.
    expect(asked.facts).toMatchObject({
      ownAfter: io(5_000).toString(),
      deviceAfter: io(29_000).toString(),
      shareBps: 3_000,
      freeAt: network.clock.now() + networkHoursMs(168 + 336, network.parameters),
    });
    const { risks } = asked.facts as WireIntentFacts;
    expect(risks[0]).toEqual({ cause: 'O7', bps: 10_000, loss: io(5_000).toString() });
    expect(risks.find(({ cause }) => cause === 'O5')).toEqual({ cause: 'O5', bps: 5_000, loss: '0' });
    for (let time = 0; time < 2; time += 1)
      expect((await owner.sign(asked as unknown as PlayIntent)).body).toMatchObject({
        own: io(5_000).toString(),
        staked: io(29_000).toString(),
        wallet: io(15_000).toString(),
      });
    expect((await one.positions())[0]).toMatchObject({
      role: 'supporter',
      staked: io(5_000).toString(),
      deviceStaked: io(29_000).toString(),
      offer: { shareBps: 3_000 },
    });
    expect(await one.wallet()).toBe(io(15_000));
    expect((await one.support(device.id, io(15_001))).body).toMatchObject({
      code: 'AMOUNT_TOO_LARGE',
      data: { available: io(15_000).toString() },
    });
    const two = await supporter();
    expect((await two.support(device.id, io(19_001))).body).toMatchObject({
      code: 'AMOUNT_TOO_LARGE',
      data: { available: io(19_000).toString() },
    });
    await device.device.stake(io(34_000).toString());
    expect((await two.support(device.id, io(1_001))).body).toMatchObject({
      code: 'AMOUNT_TOO_LARGE',
      data: { available: io(1_000).toString() },
    });
    await expectInStep(network);
  });

  it('never stands behind a device of its own, a third device, or as the seventeenth', async () => {
    const { device, owner } = await offered();
    expect((await owner.support(device.id, io(1))).body).toMatchObject({ code: 'OWN_DEVICE' });
    for (let place = 0; place < 16; place += 1)
      expect((await (await supporter()).support(device.id, io(1))).status).toBe(200);
    const late = await supporter();
    expect((await late.support(device.id, io(1))).body).toMatchObject({
      code: 'TOO_MANY_SUPPORTERS',
      data: { most: 16 },
    });
    const taken: string[] = [];
    for (const expected of [undefined, undefined, 'TOO_MANY_DEVICES']) {
      const { device: other } = await offered();
      expect((await late.support(other.id, io(1))).body.code).toBe(expected);
      if (expected === undefined) taken.push(other.id);
    }
    expect((await late.positions()).map(({ deviceId }) => deviceId)).toEqual(taken.toSorted());
    await expectInStep(network);
  });

  it('gives notice once, counts for 168 hours, cools for 336 and is free, over restarts of the network', async () => {
    const { device } = await offered();
    const one = await supporter();
    expect((await one.leave(device.id)).body).toMatchObject({ code: 'NOT_A_SUPPORTER' });
    await one.support(device.id, io(5_000));
    const owner = await one.signing();
    const { body: asked } = await owner.prepare('leave', device.id, null);
    const given = network.clock.now();
    const leavesAt = given + networkHoursMs(168, network.parameters);
    expect(asked.facts).toMatchObject({ amount: io(5_000).toString(), destination: { kind: 'cooling' } });
    for (let time = 0; time < 2; time += 1)
      expect((await owner.sign(asked as unknown as PlayIntent)).body).toMatchObject({
        own: io(5_000).toString(),
        freeAt: leavesAt + networkHoursMs(336, network.parameters),
      });
    expect((await one.positions())[0]).toMatchObject({ staked: io(5_000).toString(), leavesAt });
    expect((await one.leave(device.id)).body).toMatchObject({ code: 'ALREADY_LEAVING' });
    expect((await one.support(device.id, io(1))).body).toMatchObject({ code: 'ALREADY_LEAVING' });
    await passLater(167);
    expect((await one.positions())[0]).toMatchObject({ staked: io(5_000).toString(), cooling: [] });
    network.clock.advance(networkHoursMs(1, network.parameters));
    await killAt(network, { table: 'supporters', when: 'not new.is_in' }, network.running.pass);
    const freeAt = leavesAt + networkHoursMs(336, network.parameters);
    expect((await one.positions())[0]).toMatchObject({
      staked: '0',
      leavesAt: null,
      deviceStaked: io(24_000).toString(),
      cooling: [{ amount: io(5_000).toString(), askedAt: leavesAt, freeAt }],
    });
    expect((await one.leave(device.id)).body).toMatchObject({ code: 'NOT_A_SUPPORTER' });
    await expectInStep(network);
    await passLater(335);
    expect(await one.wallet()).toBe(io(15_000));
    network.clock.advance(networkHoursMs(2, network.parameters));
    await killAt(network, { table: 'cooling', when: 'new.ended_at is not null' }, network.running.pass);
    expect(await one.wallet()).toBe(io(20_000));
    expect(await one.positions()).toEqual([]);
    await expectInStep(network);
  });
});
