import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { earningsReport, type WireHour } from '../../electron/device/earnings-report.ts';
import { giveBack } from '../../network/service/court/slashes.ts';
import type { NetworkOutputs } from '../../shared/contract/network/index.ts';
import { holdings, ownerOf, type Person, slashesOf } from './court-bench.ts';
import { ended, type MarketBench, type MarketDevice, openMarketBench, type Renter } from './market-bench.ts';

type Outlook = NetworkOutputs['earnings']['statement']['currentHour']['outlook'];
const minuteMs = 10_000;

describe('the hours that a device is told of', () => {
  let bench: MarketBench;
  let renter: Renter;
  let owner: Person;
  let device: MarketDevice;

  beforeAll(async () => {
    bench = await openMarketBench(1);
    renter = await bench.renter();
    device = bench.devices[0] as MarketDevice;
    owner = await ownerOf(device);
  }, 60_000);
  afterAll(() => bench.close());

  const hours = async (query = ''): Promise<WireHour[]> => {
    const parts = { ...device.device.partsOf('GET', '/v1/earnings/hours'), query: query === '' ? '?' : query };
    const { status, body } = await device.device.send(parts, device.device.headersFor(parts));
    expect(status).toBe(200);
    return body.hours as WireHour[];
  };
  const outlook = async (): Promise<Outlook> =>
    ((await device.device.ok('GET', '/v1/earnings')).currentHour as { outlook: Outlook }).outlook;
  const toNextHour = async (): Promise<void> => {
    const { hourMs } = bench.network.parameters;
    await bench.minutes(Math.ceil((hourMs - (bench.network.clock.now() % hourMs)) / minuteMs));
  };
  /** Everything that its owner ever got on the device and has not lost again, wherever it is by now. */
  const owned = async (): Promise<bigint> => {
    const rows = await bench.network.running.network.db
      .selectFrom('postings')
      .innerJoin('transfers', 'transfers.id', 'postings.transferId')
      .select(({ fn }) => fn.sum<bigint>('amount').as('sum'))
      .where('account', '=', `device:${device.id}:estimate:${owner.accountId}`)
      .where('kind', '!=', 'confirm')
      .executeTakeFirstOrThrow();
    return rows.sum ?? 0n;
  };
  const told = async () => {
    const all = await hours();
    const report = earningsReport(all, {
      ...{ energy: [], money: { isPlay: true, coinWorth: null, priceAt: () => null }, class: 'cpu', classHours: null },
    });
    return { all, report };
  };
  const hire = async (): Promise<string> => {
    const { id } = await renter.rent({ hourlyPrice: '100000000', maxMinutes: 3_000 });
    await bench.hire(id);
    return id;
  };

  it('come to what the ledger paid, to the base unit, with a job, its fee and hours that did not count', {
    timeout: 60_000,
  }, async () => {
    await toNextHour();
    const jobId = await hire();
    await toNextHour();
    await device.says(ended(jobId));
    await device.becomes('ready');
    await toNextHour();
    const { all, report } = await told();
    expect(report.waterfall.sum).toBe(report.waterfall.paid);
    expect(report.waterfall.paid).toBe(await owned());
    expect(report.waterfall.gross).toBeGreaterThan(0n);
    expect(report.waterfall.jobs).toBeGreaterThan(0n);
    // A quarter of a percent of the price, floored.
    expect(report.waterfall.fees).toBe((report.waterfall.jobs * 25n) / 10_000n);
    expect(report.notCounted.map(({ reason }) => reason)).toContain('part_hour');
    expect(all.map(({ epoch }) => epoch)).toEqual(all.map(({ epoch }) => epoch).toSorted((a, b) => b - a));
    for (const { from, to, epoch } of all.slice(1))
      expect(all.find((each) => each.epoch === epoch + 1)?.from).toBe(to > from ? to : -1);
  });

  it('tell what a slash held back and took, and what came back when it was won', { timeout: 60_000 }, async () => {
    await toNextHour();
    const jobId = await hire();
    await toNextHour();
    await bench.minutes(5);
    await device.becomes(null);
    const lines: { at: number; stream: string; text: string }[] = [];
    for (let minute = 0; minute < 12; minute += 1) {
      await bench.minutes(1);
      lines.push({ at: bench.network.clock.now() - 1, stream: 'stdout', text: 'step' });
    }
    await device.becomes('hired');
    await device.device.ok('POST', `/v1/jobs/${jobId}/logs`, {
      ...{ seq: 0, lines, mark: null, isAfterGap: false, isLast: false },
    });
    await toNextHour();
    const [slash] = await slashesOf(bench.network, owner);
    expect(BigInt(slash?.forfeited ?? 0)).toBeGreaterThan(0n);
    await toNextHour();
    const lost = (await told()).report.waterfall;
    expect(lost.heldBack).toBe(BigInt(slash?.forfeited ?? -1));
    expect(lost.stakeTaken).toBe(BigInt(slash?.amount ?? -1));
    expect([lost.sum, lost.paid]).toEqual([await owned(), await owned()]);

    expect(await giveBack(bench.network.running.network, slash?.id ?? '')).toBe(true);
    await toNextHour();
    const won = (await told()).report.waterfall;
    expect([won.heldBack, won.stakeTaken]).toEqual([0n, 0n]);
    expect([won.sum, won.paid]).toEqual([await owned(), await owned()]);
    await device.says(ended(jobId));
    await device.becomes('ready');
    await bench.expectBalanced();
  });

  it('come page by page, each hour once', async () => {
    const all = await hours();
    const first = await hours('?limit=2');
    const rest = await hours(`?before=${first.at(-1)?.epoch}`);
    expect([...first, ...rest]).toEqual(all);
    expect(first).toHaveLength(2);
  });

  it('are no one else’s', async () => {
    const refused = await renter.key.ask('GET', '/v1/earnings/hours');
    expect(refused.status).toBeGreaterThanOrEqual(400);
  });

  it('end with an outlook of the running one, closed by what closes it', { timeout: 60_000 }, async () => {
    await toNextHour();
    await device.becomes('ready');
    expect(await outlook()).toMatchObject({
      closedBy: null,
      minutes: 60,
      missing: [],
      isHeldBack: false,
      class: 'cpu',
    });
    await device.becomes('paused');
    await bench.minutes(20);
    expect((await outlook()).closedBy).toBe('minutes');
    await device.becomes('ready');
    await bench.minutes(1);
    const late = await outlook();
    expect([late.closedBy, late.minutesNeeded]).toEqual(['minutes', 45]);
    expect(late.minutes).toBeLessThan(45);
    await toNextHour();
    expect((await outlook()).closedBy).toBeNull();
    const staked = (await holdings(bench.network)).get(`device:${device.id}:stake:${owner.accountId}`) ?? 0n;
    expect((await device.device.unstake((staked / 2n).toString())).status).toBe(200);
    const short = await outlook();
    expect([short.closedBy, BigInt(short.staked) < BigInt(short.required)]).toEqual(['stake', true]);
  });
});
