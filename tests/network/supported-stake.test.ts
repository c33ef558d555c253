import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { giveBack, proposeSlash } from '../../network/service/court/slashes.ts';
import { networkHoursMs } from '../../shared/domain/parameters/record.ts';
import { cpuClaim } from './play-device.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';
import { createSupportBench, type SupportBench } from './support-bench.ts';
import { balances, exampleRecord, exitStake, expectInStep, io, killAt, type movesOf } from './supported-device.ts';

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

describe('a slash', () => {
  const shared = async () => {
    const { device, owner } = await offered();
    const [one, two] = [await supporter(), await supporter()];
    await one.support(device.id, io(8_000));
    await two.support(device.id, io(4_000));
    network.clock.advance(1_000);
    const charge = { deviceId: device.id, offenceAt: network.clock.now(), evidence: [] };
    const slash = async (offence: 'O5' | 'O7') =>
      (await proposeSlash(network.running.network, { ...charge, offence }))?.id ?? '';
    return { device, owner, one, two, slash };
  };
  const stakedBy = async (moves: ReturnType<typeof movesOf>): Promise<string | undefined> =>
    (await moves.positions())[0]?.staked;

  it('takes supporters’ coins only where the owner’s are not enough, and an appeal gives all of it back', async () => {
    const { device, owner, one, two, slash } = await shared();
    const first = await slash('O5');
    // Half of 36,000: all of it the owner's.
    expect([await stakedBy(owner), await stakedBy(one), await stakedBy(two)]).toEqual(
      [io(6_000), io(8_000), io(4_000)].map(String),
    );
    const second = await slash('O5');
    // Everything, the second time: 6,000 of the owner, and 12,000 of the supporters.
    expect(await stakedBy(one)).toBeUndefined();
    expect((await balances(network)).get(`escrow:${second}`)).toBe(io(18_000));
    expect((await owner.offer(device.id, 1_000)).body).toMatchObject({ code: 'TIER_TOO_LOW' });
    await device.device.stake(io(24_000).toString());
    // Whoever may come back by an appeal comes back to the same terms.
    expect((await owner.offer(device.id, 1_000)).body).toMatchObject({ code: 'TERMS_LOCKED', data: { supporters: 2 } });
    await expectInStep(network);
    for (const id of [second, first]) expect(await giveBack(network.running.network, id)).toBe(true);
    expect([await stakedBy(owner), await stakedBy(one), await stakedBy(two)]).toEqual(
      [io(48_000), io(8_000), io(4_000)].map(String),
    );
    await expectInStep(network);
  });

  it('reaches a supporter who left after the offence, in notice and in cooldown, and gives back what left', async () => {
    const { device, owner, one, slash } = await shared();
    const offenceAt = network.clock.now();
    network.clock.advance(1_000);
    await one.leave(device.id);
    await passLater(169);
    expect((await one.positions())[0]?.cooling).toHaveLength(1);
    const charge = { deviceId: device.id, offence: 'O7' as const, offenceAt, evidence: [] };
    const taken = await proposeSlash(network.running.network, charge);
    expect(taken?.amount).toBe(io(36_000));
    expect(await one.positions()).toEqual([]);
    expect(await stakedBy(owner)).toBeUndefined();
    expect(await slash('O5')).toBe('');
    await expectInStep(network);
    expect(await giveBack(network.running.network, taken?.id ?? '')).toBe(true);
    expect((await one.positions())[0]?.cooling).toMatchObject([{ amount: io(8_000).toString() }]);
    await expectInStep(network);
  });
});

describe('the owner', () => {
  it('leaves supporters no more than half, and with everything takes them along, each to their own wallet', async () => {
    const { device, owner } = await offered();
    const [one, two] = [await supporter(), await supporter()];
    await one.support(device.id, io(8_000));
    await two.support(device.id, io(4_000));
    expect((await exitStake(network, device, io(12_001))).body).toMatchObject({
      code: 'AMOUNT_TOO_LARGE',
      data: { available: io(12_000).toString() },
    });
    await killAt(network, { table: 'supporters', when: 'not new.is_in' }, async () => {
      const { status } = await exitStake(network, device, io(24_000));
      if (status === 500) throw new Error('killed here');
    });
    expect((await owner.positions())[0]).toMatchObject({ staked: io(24_000).toString(), cooling: [] });
    expect((await exitStake(network, device, io(24_000))).body).toMatchObject({ staked: '0', own: '0' });
    const freeAt = network.clock.now() + networkHoursMs(336, network.parameters);
    for (const [moves, amount] of [
      [owner, 24_000],
      [one, 8_000],
      [two, 4_000],
    ] as const)
      expect((await moves.positions())[0]).toMatchObject({
        staked: '0',
        cooling: [{ amount: io(amount).toString(), freeAt }],
      });
    await expectInStep(network);
    await passLater(337);
    expect([await one.wallet(), await two.wallet()]).toEqual([io(20_000), io(20_000)]);
    expect(await owner.positions()).toEqual([]);
    await expectInStep(network);
  });

  it('may ask back what a lighter class leaves above the capacity, and waits for it like for all stake', async () => {
    const { device, owner } = await offered();
    const at = device.device.at(network.running.url);
    const card = { model: null, vramBytes: null, offeredBytes: null };
    await at.register({
      ...cpuClaim,
      class: 'software-gpu',
      kind: 'gpu',
      isSoftware: true,
      count: 2,
      gpus: [card, card],
    });
    await at.stake(io(56_000).toString());
    const one = await supporter();
    await at.register(cpuClaim);
    expect((await owner.positions())[0]).toMatchObject({
      staked: io(80_000).toString(),
      capacity: io(64_000).toString(),
      overflow: io(16_000).toString(),
    });
    expect((await at.stake('1')).body).toMatchObject({ code: 'AMOUNT_TOO_LARGE', data: { available: '0' } });
    expect((await one.support(device.id, 1n)).body).toMatchObject({
      code: 'AMOUNT_TOO_LARGE',
      data: { available: '0' },
    });
    expect((await exitStake(network, device, io(16_000))).status).toBe(200);
    const freeAt = network.clock.now() + networkHoursMs(336, network.parameters);
    expect((await owner.positions())[0]).toMatchObject({
      staked: io(64_000).toString(),
      overflow: '0',
      cooling: [{ amount: io(16_000).toString(), freeAt }],
    });
    await expectInStep(network);
  });
});
