import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { networkHoursMs } from '../../shared/domain/parameters/record.ts';
import { expectSettled, holdings, ownerOf, type Person, readSlash, slashesOf } from './court-bench.ts';
import { type MarketBench, type MarketDevice, openMarketBench, type Renter } from './market-bench.ts';

describe('a device that is away from its contract', () => {
  /** Six seconds: a network that hears nobody still marks its own minutes every third of an hour. */
  const hourMs = 6_000;
  let bench: MarketBench;
  let renter: Renter;
  let away: { device: MarketDevice; owner: Person; jobId: string }[];

  beforeAll(async () => {
    bench = await openMarketBench(3, { hourMs });
    renter = await bench.renter();
    away = [];
    for (let n = 0; n < 3; n += 1) {
      const { id: jobId } = await renter.rent({ hourlyPrice: '50000000', maxMinutes: 20_000 });
      const device = await bench.hire(jobId);
      away.push({ device, jobId, owner: await ownerOf(device) });
    }
    await bench.minutes(120);
  }, 60_000);
  afterAll(() => bench.close());

  const silentHours = async (hours: number): Promise<void> => {
    for (let third = 0; third < hours * 3; third += 1) {
      bench.network.clock.advance(hourMs / 3);
      await bench.network.running.pass();
    }
  };
  const report = async (at: number) =>
    (await renter.key.ok('POST', `/v1/jobs/${away[at]?.jobId}/absence`)).members as {
      state: string;
      awayMinutes: number;
    }[];

  it('is charged after 48 hours that the renter reports, and for nothing less', { timeout: 60_000 }, async () => {
    await away[1]?.device.says({ kind: 'owner_paused', cause: 'asked' });
    for (const { device } of away) await device.becomes(null);
    await silentHours(24);
    const [early] = await report(0);
    expect(early).toMatchObject({ state: 'waiting' });
    expect(early?.awayMinutes).toBeLessThan(25 * 60);
    // Two days in which the network was down count for nobody.
    bench.network.clock.advance(networkHoursMs(48, bench.network.parameters));
    await bench.network.running.pass();
    await silentHours(23);
    expect(await slashesOf(bench.network, away[0]?.owner as Person)).toEqual([]);
    await silentHours(3);
    expect((await report(0))[0]).toMatchObject({ state: 'charged' });
    expect((await report(1))[0]).toMatchObject({ state: 'waiting', awayMinutes: 0 });
    const [line, ...others] = await slashesOf(bench.network, away[0]?.owner as Person);
    expect([line?.offence, line?.amount, others]).toEqual(['O4', '9000000000', []]);
    for (const { owner } of away.slice(1)) expect(await slashesOf(bench.network, owner)).toEqual([]);
    const slash = await readSlash(bench.network, away[0]?.owner as Person, line?.id ?? '');
    expect(slash.evidence.map(({ kind }) => kind)).toEqual(['lease', 'absence', 'owner_events', 'renter_report']);
  });

  it('pays its renter what the unfinished job cost, at most a quarter, and burns the rest', async () => {
    const [line] = await slashesOf(bench.network, away[0]?.owner as Person);
    const before = await renter.coins();
    const burned = (await holdings(bench.network)).get('burned') ?? 0n;
    bench.network.clock.advance(networkHoursMs(720, bench.network.parameters));
    await bench.network.running.pass();
    const slash = await readSlash(bench.network, away[0]?.owner as Person, line?.id ?? '');
    expect(slash.state).toBe('executed');
    const compensation = BigInt(slash.use?.compensation ?? '0');
    expect(compensation).toBeGreaterThan(75_000_000n);
    expect(compensation).toBeLessThan(2_250_000_000n);
    expect(slash.use).toEqual({
      burn: (9_000_000_000n - compensation).toString(),
      bounty: '0',
      compensation: compensation.toString(),
    });
    const paid = await bench.network.running.network.db
      .selectFrom('transfers')
      .innerJoin('postings', 'postings.transferId', 'transfers.id')
      .select('amount')
      .where('kind', '=', 'slash_execute')
      .where('account', '=', `wallet:${renter.accountId}`)
      .execute();
    expect(paid.map(({ amount }) => amount)).toEqual([compensation]);
    expect(await renter.coins()).toBeGreaterThanOrEqual(before + compensation);
    expect(((await holdings(bench.network)).get('burned') ?? 0n) - burned).toBeGreaterThanOrEqual(
      BigInt(slash.use?.burn ?? ''),
    );
    await expectSettled(bench.network);
  });

  it('is no business of those who did not rent it', async () => {
    const stranger = await bench.renter('Eve');
    const refused = await stranger.key.ask('POST', `/v1/jobs/${away[0]?.jobId}/absence`);
    expect([refused.status, refused.body.code]).toEqual([404, 'JOB_NOT_FOUND']);
  });
});
