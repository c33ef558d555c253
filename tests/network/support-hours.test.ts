import { afterEach, describe, expect, it } from 'vitest';
import { networkHoursMs } from '../../shared/domain/parameters/record.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';
import {
  comeBack,
  exampleRecord,
  expectInStep,
  io,
  killAt,
  liveProving,
  movesOf,
  type Supportable,
} from './supported-device.ts';
import { earnedBy, liveHour, workedExample } from './worked-example.ts';

let network: PlayNetwork;
afterEach(() => network.close());

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

describe('an hour of a supported device', () => {
  it('is divided to the base unit, says so, and gives nothing to who is leaving', async () => {
    network = await startPlayNetwork({ parameters: exampleRecord });
    const shared = await workedExample(network);
    const { device, holders } = shared;
    await liveHour(network, device);
    const first = await why(device, await lastClosed());
    const reward = BigInt(first.reward ?? 0);
    expect(reward).toBeGreaterThan(0n);
    const parts = partsOf(reward);
    expect(await earnedBy(network, shared)).toEqual(parts);
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
    await liveHour(network, device);
    const second = await why(device, await lastClosed());
    const later = BigInt(second.reward ?? 0);
    const [, oneLater] = partsOf(later);
    expect(second).toMatchObject({ ownerPart: (later - oneLater).toString(), supportersPart: oneLater.toString() });
    expect(await earnedBy(network, shared)).toEqual([parts[0] + later - oneLater, parts[1] + oneLater, parts[2]]);
    // Paid out an hour after it was confirmed, to everyone.
    const paid = (await device.device.ok('GET', '/v1/earnings')).totals as Record<string, string>;
    expect(paid).toMatchObject({ confirmed: (later - oneLater).toString(), paid: parts[0].toString() });
    expect(await movesOf(network, holders[1]).wallet()).toBe(io(12_000) + parts[1]);
    expect(await movesOf(network, holders[2]).wallet()).toBe(io(16_000) + parts[2]);
    await expectInStep(network);
  });

  it('is paid once whatever step of closing it the network is killed in', async () => {
    network = await startPlayNetwork({ parameters: exampleRecord });
    const shared = await workedExample(network);
    const { device } = shared;
    await liveHour(network, device);
    const sums: [bigint, bigint, bigint] = [0n, 0n, 0n];
    const add = async (): Promise<void> => {
      const parts = partsOf(BigInt((await why(device, await lastClosed())).reward ?? 0));
      for (const [index, part] of parts.entries()) sums[index as 0 | 1 | 2] += part;
      expect(await earnedBy(network, shared)).toEqual(sums);
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
    network = await startPlayNetwork({ parameters: { ...exampleRecord, payoutEveryHours: 48 } });
    const shared = await workedExample(network);
    const { device, holders } = shared;
    await liveHour(network, device);
    const parts = await earnedBy(network, shared);
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
      await liveHour(network, device);
      await liveHour(network, device);
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
