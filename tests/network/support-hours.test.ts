import { afterEach, describe, expect, it } from 'vitest';
import { networkHoursMs } from '../../shared/domain/parameters/record.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';
import {
  balances,
  comeBack,
  exampleRecord,
  exitStake,
  expectInStep,
  io,
  joinSupportable,
  killAt,
  liveProving,
  movesOf,
  openPlayAccount,
  type PlayAccount,
  type Supportable,
} from './supported-device.ts';

let network: PlayNetwork;
afterEach(() => network.close());

interface Shared {
  readonly device: Supportable;
  readonly holders: readonly [owner: PlayAccount, one: PlayAccount, two: PlayAccount];
}

/** The worked example: 20,000 IO of the owner, 8,000 and 4,000 of two supporters, and a share of 30 % for them. */
const worked = async (parameters = exampleRecord): Promise<Shared> => {
  network = await startPlayNetwork({ parameters });
  const device = await joinSupportable(network);
  await movesOf(network, device.owner).offer(device.id);
  const [one, two] = [await openPlayAccount(network, 'One'), await openPlayAccount(network, 'Two')];
  await movesOf(network, one).support(device.id, io(8_000));
  await movesOf(network, two).support(device.id, io(4_000));
  await exitStake(network, device, io(4_000));
  return { device, holders: [device.owner, one, two] };
};

/** Lives to the first second of the next hour; the hour before it is closed then. */
const liveHour = (device: Supportable): Promise<void> =>
  liveProving(
    network,
    [device],
    (network.parameters.hourMs - (network.clock.now() % network.parameters.hourMs)) / 1_000,
  );

const lastClosed = async (): Promise<number> => {
  const row = await network.running.network.db
    .selectFrom('epochs')
    .select(({ fn }) => fn.max('number').as('number'))
    .where('step', '=', 'closed')
    .executeTakeFirstOrThrow();
  return Number(row.number);
};
const why = async ({ device }: Supportable, epoch: number): Promise<Record<string, string>> =>
  (await device.at(network.running.url).ok('GET', `/v1/earnings/${epoch}`)) as never;

/** Parts of a reward by the example's stakes, written out: 30 % over 8,000 and 4,000, everything else the owner's. */
const partsOf = (reward: bigint): [bigint, bigint, bigint] => {
  const pot = (reward * 3n) / 10n;
  const [one, two] = [(pot * 2n) / 3n, pot / 3n];
  return [reward - one - two, one, two];
};

/** What each holder ever earned on the device. */
const earnedBy = async ({ device, holders }: Shared): Promise<bigint[]> => {
  const all: bigint[] = [];
  for (const holder of holders) {
    const own = (await movesOf(network, holder).positions()).find(({ deviceId }) => deviceId === device.id);
    all.push(BigInt(own?.earned ?? 0));
  }
  return all;
};

describe('an hour of a supported device', () => {
  it('is divided to the base unit, says so, and gives nothing to who is leaving', async () => {
    const shared = await worked();
    const { device, holders } = shared;
    await liveHour(device);
    const first = await why(device, await lastClosed());
    const reward = BigInt(first.reward ?? 0);
    expect(reward).toBeGreaterThan(0n);
    const parts = partsOf(reward);
    expect(await earnedBy(shared)).toEqual(parts);
    expect(first).toMatchObject({
      shareBps: 3_000,
      ownerPart: parts[0].toString(),
      supportersPart: (parts[1] + parts[2]).toString(),
      ineligible: null,
    });
    // The device's own statement is its owner's.
    const statement = await device.device.ok('GET', '/v1/earnings');
    expect(statement.totals).toMatchObject({ confirmed: parts[0].toString(), paid: '0' });
    const line = (statement.ledger as { kind: string; amount: string }[]).find(({ kind }) => kind === 'hourly_reward');
    expect(line?.amount).toBe(parts[0].toString());
    expect((statement.hours as { rewards: string }[]).at(-2)?.rewards).toBe(parts[0].toString());

    expect((await movesOf(network, holders[2]).leave(device.id)).status).toBe(200);
    await liveHour(device);
    const second = await why(device, await lastClosed());
    const later = BigInt(second.reward ?? 0);
    const [, oneLater] = partsOf(later);
    expect(second).toMatchObject({ ownerPart: (later - oneLater).toString(), supportersPart: oneLater.toString() });
    expect(await earnedBy(shared)).toEqual([parts[0] + later - oneLater, parts[1] + oneLater, parts[2]]);
    // Paid out an hour after it was confirmed, to everyone.
    const paid = (await device.device.ok('GET', '/v1/earnings')).totals as Record<string, string>;
    expect(paid).toMatchObject({ confirmed: (later - oneLater).toString(), paid: parts[0].toString() });
    expect(await movesOf(network, holders[1]).wallet()).toBe(io(12_000) + parts[1]);
    expect(await movesOf(network, holders[2]).wallet()).toBe(io(16_000) + parts[2]);
    await expectInStep(network);
  });

  it('is paid once whatever step of closing it the network is killed in', async () => {
    const shared = await worked();
    const { device } = shared;
    await liveHour(device);
    const sums: [bigint, bigint, bigint] = [0n, 0n, 0n];
    const add = async (): Promise<void> => {
      const parts = partsOf(BigInt((await why(device, await lastClosed())).reward ?? 0));
      for (const [index, part] of parts.entries()) sums[index as 0 | 1 | 2] += part;
      expect(await earnedBy(shared)).toEqual(sums);
    };
    await add();
    for (const step of ['scored', 'settled', 'closed']) {
      await liveProving(network, [device], network.parameters.hourMs / 1_000 - 1);
      network.clock.advance(1_000);
      await killAt(network, { table: 'epochs', when: `new.step = '${step}'` }, () => network.running.pass());
      await comeBack(network, device);
      await add();
      await expectInStep(network);
    }
    expect(sums[0]).toBeGreaterThan(io(100));
  });

  it('is paid out with the device: every other day here, and each day once it is gold', async () => {
    const shared = await worked({ ...exampleRecord, payoutEveryHours: 48 });
    const { device, holders } = shared;
    await liveHour(device);
    const parts = await earnedBy(shared);
    const paid = async (): Promise<bigint[]> => {
      const rows = await network.running.network.db
        .selectFrom('transfers')
        .innerJoin('postings', 'postings.transferId', 'transfers.id')
        .select(({ fn }) => ['account', fn.sum<bigint>('amount').as('sum')])
        .where('kind', '=', 'payout')
        .where('account', 'like', 'wallet:%')
        .groupBy('account')
        .execute();
      return holders.map(({ id }) => rows.find(({ account }) => account === `wallet:${id}`)?.sum ?? 0n);
    };
    /** To the end of the day's last hour but one, and through the last. */
    const liveDay = async (day: number): Promise<void> => {
      const left = 24 * day - 2 - (await lastClosed());
      network.clock.advance(networkHoursMs(left, network.parameters) - 1_000);
      await network.running.pass();
      await device.session.beat();
      await liveHour(device);
      await liveHour(device);
      expect(await lastClosed()).toBe(24 * day - 1);
    };
    await liveDay(1);
    expect(await paid()).toEqual([0n, 0n, 0n]);
    await liveDay(2);
    const second = await paid();
    expect(second.every((amount, index) => amount >= (parts[index] ?? 0n) && amount > 0n)).toBe(true);
    const { db } = network.running.network;
    await db.updateTable('accounts').set({ complianceLevel: 3 }).where('id', '=', device.owner.id).execute();
    await liveDay(3);
    const third = await paid();
    expect(third.every((amount, index) => amount > (second[index] ?? 0n))).toBe(true);
    await expectInStep(network);
  });
});

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
    await liveHour(device);
    expect(network.clock.now() % (24 * hourMs)).toBe(0);
  };

  it('happens at the end of each day for who asked, within the rules, and once, over three days and two kills', async () => {
    const shared = await worked();
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
    await liveHour(device);
    await liveHour(device);
    const before = await held();
    expect(before.staked).toEqual([io(20_000), io(8_000), io(4_000)]);
    await liveToMidnight(device);
    const first = await held();
    const earned = await earnedBy(shared);
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
    const total = await earnedBy(shared);
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
    await liveHour(device);
    expect([await owner.wallet(), await one.wallet()]).toEqual([wallets[0] + left, wallets[1] + leftToOne]);

    // Who leaves does not stake again.
    expect((await one.leave(device.id)).body).toMatchObject({ isCompounding: false });
    expect((await owner.compounding(device.id, false)).body).toEqual({ isOn: false, nextAt: null });
    await liveHour(device);
    await liveHour(device);
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
