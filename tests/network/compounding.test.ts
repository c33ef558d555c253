import { afterEach, describe, expect, it } from 'vitest';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';
import {
  balances,
  comeBack,
  exampleRecord,
  expectInStep,
  io,
  killAt,
  liveProving,
  movesOf,
  openPlayAccount,
  type Supportable,
} from './supported-device.ts';
import { earnedBy, liveHour, workedExample } from './worked-example.ts';

let network: PlayNetwork;
afterEach(() => network.close());

describe('staking earnings again', () => {
  /** Through the last hour of the day, from wherever in it. */
  const liveToMidnight = async (device: Supportable): Promise<void> => {
    const { hourMs } = network.parameters;
    const untilLast = 23 * hourMs - (network.clock.now() % (24 * hourMs));
    if (untilLast > 0) {
      network.clock.advance(untilLast);
      await network.running.pass();
      await device.session.beat();
    }
    await liveHour(network, device);
    expect(network.clock.now() % (24 * hourMs)).toBe(0);
  };

  it('happens at the end of each day for who asked, within the rules, and once, over three days, a restart and a kill', async () => {
    network = await startPlayNetwork({ parameters: exampleRecord });
    const shared = await workedExample(network);
    const { device, holders } = shared;
    const [owner, one, two] = holders.map((holder) => movesOf(network, holder)) as [
      ReturnType<typeof movesOf>,
      ReturnType<typeof movesOf>,
      ReturnType<typeof movesOf>,
    ];
    const { hourMs } = network.parameters;
    const nextAt = (Math.floor(network.clock.now() / (24 * hourMs)) + 1) * 24 * hourMs;
    expect((await owner.compounding(device.id)).body).toEqual({ isOn: true, nextAt });
    expect((await one.compounding(device.id)).body).toEqual({ isOn: true, nextAt });
    const stranger = movesOf(network, await openPlayAccount(network));
    expect((await stranger.compounding(device.id)).body).toMatchObject({ code: 'NOT_A_HOLDER' });
    const held = async (): Promise<{ staked: bigint[]; claimable: bigint[] }> => {
      const own = await Promise.all(holders.map(async (holder) => (await movesOf(network, holder).positions())[0]));
      return {
        staked: own.map((position) => BigInt(position?.staked ?? 0)),
        claimable: own.map((position) => BigInt(position?.claimable ?? 0)),
      };
    };

    // An hour in the middle of the day is confirmed, and stays so for those who wait for midnight.
    await liveHour(network, device);
    await liveHour(network, device);
    const before = await held();
    expect(before.staked).toEqual([io(20_000), io(8_000), io(4_000)]);
    expect(before.claimable.slice(0, 2)).toEqual((await earnedBy(network, shared)).slice(0, 2));
    await liveToMidnight(device);
    const first = await held();
    const earned = await earnedBy(network, shared);
    expect(first.staked).toEqual([io(20_000) + (earned[0] ?? 0n), io(8_000) + (earned[1] ?? 0n), io(4_000)]);
    expect(first.claimable.slice(0, 2)).toEqual([0n, 0n]);
    expect(first.claimable[2]).toBeGreaterThan(0n);
    await expectInStep(network);

    // The network is killed after the owner's, before the supporter's.
    await network.restart();
    await comeBack(network, device);
    const { id: oneId } = holders[1];
    network.clock.advance(23 * hourMs - 1_000);
    await network.running.pass();
    await device.session.beat();
    await liveProving(network, [device], hourMs / 1_000);
    network.clock.advance(1_000);
    await killAt(
      network,
      { table: 'compounding', when: `new.holder_id = '${oneId}' and new.done_epoch is not null` },
      () => network.running.pass(),
    );
    const second = await held();
    const total = await earnedBy(network, shared);
    expect(second.staked).toEqual([io(20_000) + (total[0] ?? 0n), io(8_000) + (total[1] ?? 0n), io(4_000)]);
    await network.running.pass();
    expect(await held()).toEqual(second);
    await expectInStep(network);

    // The third day leaves room for one coin, which the owner takes; the rest is paid out.
    await comeBack(network, device);
    const room = io(64_000) - second.staked.reduce((sum, amount) => sum + amount, 0n);
    expect((await device.device.at(network.running.url).stake((room - io(1)).toString())).status).toBe(200);
    await liveToMidnight(device);
    const third = await held();
    expect(third.staked[0]).toBe((second.staked[0] ?? 0n) + room);
    expect(third.staked[1]).toBe(second.staked[1]);
    expect(third.staked.reduce((sum, amount) => sum + amount, 0n)).toBe(io(64_000));
    const [left, leftToOne] = third.claimable as [bigint, bigint, bigint];
    expect([left > 0n, leftToOne > 0n]).toEqual([true, true]);
    await expectInStep(network);
    const wallets = [await owner.wallet(), await one.wallet()] as const;
    await liveHour(network, device);
    expect([await owner.wallet(), await one.wallet()]).toEqual([wallets[0] + left, wallets[1] + leftToOne]);

    // Who leaves does not stake again.
    expect((await one.leave(device.id)).status).toBe(200);
    expect((await one.positions())[0]?.isCompounding).toBe(false);
    expect((await owner.compounding(device.id, false)).body).toEqual({ isOn: false, nextAt: null });
    await liveHour(network, device);
    await liveHour(network, device);
    expect((await held()).staked).toEqual(third.staked);
    expect(await owner.wallet()).toBeGreaterThan(wallets[0] + left);
    expect((await two.positions())[0]?.isCompounding).toBe(false);
    const kinds = await network.running.network.db
      .selectFrom('transfers')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('kind', '=', 'compound')
      .executeTakeFirstOrThrow();
    expect(Number(kinds.count)).toBe(5);
    await expectInStep(network);
    expect((await balances(network)).get('emission')).toBeLessThan(0n);
  });
});
