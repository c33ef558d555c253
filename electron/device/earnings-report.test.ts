import { describe, expect, it } from 'vitest';
import { createEarningsDesk } from './earnings-desk.ts';
import {
  earningsReport,
  type OwnersMoney,
  reportedHours,
  type WireClassHour,
  type WireHour,
} from './earnings-report.ts';

const hourMs = 3_600_000;
/** Half of a pool of 1,000 for an hour in which everything was there. */
const line = {
  ...{ epoch: 0, class: 'rtx-4090', pool: '1000', weight: 1_000, count: 1, connBps: 10_050, tierBps: 10_000 },
  ...{ rampBps: 10_000, eligBps: 10_000, score: '1005000', scoreSum: '2010000', reward: '500', ownerPart: '500' },
  ...{ supportersPart: '0', shareBps: null, proofsPassed: 4, proofsAsked: 4, minutes: 60, ineligible: null },
};
const hourAt = (epoch: number, change: Partial<WireHour> = {}): WireHour => ({
  ...{ epoch, from: epoch * hourMs, to: (epoch + 1) * hourMs, state: 'confirmed', line: { ...line, epoch } },
  ...{ jobs: [], heldBack: '0', stakeTaken: '0', paid: '500' },
  ...change,
});
const published = (epoch: number, change: Partial<WireClassHour> = {}): WireClassHour => ({
  ...{ epoch, startsAt: epoch * hourMs, endsAt: (epoch + 1) * hourMs, seen: 9, paid: 8, owners: 7 },
  figures: {
    lower: '400',
    middle: '600',
    upper: '700',
    typical: { minutes: 60, proofs: 10_000, tier: 10_500, ramp: 10_000, conn: 10_050 },
  },
  ...change,
});
const priced: OwnersMoney = { isPlay: false, coinWorth: 2, priceAt: () => 0.5 };
const energyAt = (epoch: number, share = 1) => ({
  ...{ from: epoch * hourMs, joules: 3_600_000 * share, measuredMs: hourMs * share, pricedJoules: 0, cost: 0 },
});
const about = { energy: [], money: priced, class: 'rtx-4090', classHours: null };

describe('the report of what was earned', () => {
  it('is empty before an hour has closed', () => {
    expect(earningsReport([], about)).toMatchObject({ from: null, to: null, hours: 0, days: [], peers: null });
  });

  it('adds up to what the ledger paid, and tells hours that did not count', () => {
    const failed = { ...line, ineligible: 'uptime', score: '0', scoreSum: '1005000', reward: '0', ownerPart: '0' };
    const hours = [
      hourAt(2, { jobs: [{ jobId: 'j', price: '100', fee: '1' }], paid: '599' }),
      hourAt(1, { line: failed, paid: '0' }),
      hourAt(0),
    ];
    const { waterfall, notCounted } = earningsReport(hours, about);
    expect(waterfall).toMatchObject({
      gross: 1_500n,
      gates: { uptime: 500n },
      jobs: 100n,
      fees: 1n,
      sum: 1_099n,
      paid: 1_099n,
    });
    expect(notCounted).toEqual([{ reason: 'uptime', hours: 1 }]);
  });

  it('says what is left only where power was measured and everything has a price', () => {
    const hours = [hourAt(1, { paid: '200000000' }), hourAt(0, { paid: '100000000', stakeTaken: '50000000' })];
    const energy = [energyAt(0), energyAt(1)];
    const net = (change: Partial<OwnersMoney>, measured = energy) =>
      earningsReport(hours, { ...about, energy: measured, money: { ...priced, ...change } }).net;
    expect(net({})).toEqual({ kind: 'claimed', coinWorth: 2, earned: 5, left: 4 });
    expect(net({ isPlay: true })).toEqual({ kind: 'not_claimed', why: 'play' });
    expect(net({}, [energyAt(0)])).toEqual({ kind: 'not_claimed', why: 'not_measured' });
    expect(net({}, [])).toEqual({ kind: 'not_claimed', why: 'not_measured' });
    expect(net({ priceAt: () => null })).toEqual({ kind: 'not_claimed', why: 'no_price' });
    expect(net({ coinWorth: null })).toEqual({ kind: 'not_claimed', why: 'no_worth' });
  });

  it('measures power against the time in which the device was heard', () => {
    const away = { ...line, minutes: 30 };
    const { power } = earningsReport([hourAt(1, { line: away }), hourAt(0, { line: null })], {
      ...about,
      energy: [energyAt(1, 0.5)],
    });
    expect(power).toEqual({ wattHours: 500, measuredShare: 1, cost: 0.25 });
  });

  it('compares with the class in the hours that both have', () => {
    const { peers } = earningsReport([hourAt(3), hourAt(2)], {
      ...about,
      classHours: [published(3), published(2), published(1)],
    });
    expect(peers).toMatchObject({
      devices: 8,
      owners: 7,
      standing: { hours: 2, own: 1_000n, middle: 1_200n, place: 'lower' },
    });
    expect(peers?.standing?.reason).toEqual({ kind: 'factor', factor: 'tier', own: 10_000, typical: 10_500 });
  });

  it('compares with nobody where too few were paid, and says nothing where nothing was published', () => {
    const few = published(3, { paid: 4, owners: 1, figures: null });
    expect(earningsReport([hourAt(3)], { ...about, classHours: [few] }).peers).toMatchObject({
      devices: 4,
      standing: null,
    });
    expect(earningsReport([hourAt(3)], { ...about, classHours: [published(2)] }).peers).toBeNull();
  });

  it('gathers hours by day, each as sure as its least sure hour', () => {
    const noon = new Date(2026, 2, 3, 12).getTime();
    const at = (hours: number, state: WireHour['state']) =>
      hourAt(0, { from: noon + hours * hourMs, to: noon + (hours + 1) * hourMs, state });
    const { days } = earningsReport([at(13, 'confirmed'), at(1, 'confirmed'), at(0, 'paid'), at(-20, 'paid')], about);
    expect(days.map(({ state, rewards }) => [state, rewards])).toEqual([
      ['paid', 500n],
      ['confirmed', 1_000n],
      ['confirmed', 500n],
    ]);
  });

  it('counts days of 24 hours where the network’s hours are short', () => {
    const short = (epoch: number) => hourAt(epoch, { from: epoch * 60_000, to: (epoch + 1) * 60_000 });
    const { days } = earningsReport([short(48), short(47), short(24), short(23)], about);
    expect(days.map(({ rewards }) => rewards)).toEqual([500n, 1_000n, 500n]);
  });

  it('gives each hour with its own power', () => {
    const [newer, older] = reportedHours([hourAt(1), hourAt(0)], [energyAt(1)], priced);
    expect(newer).toMatchObject({ epoch: 1, wattHours: 1_000, powerCost: 0.5, gross: 500n, paid: 500n });
    expect(older).toMatchObject({ epoch: 0, wattHours: null, powerCost: null });
  });
});

describe('the desk of earnings', () => {
  const desk = (all: WireHour[], classHours: () => Promise<WireClassHour[]>) => {
    const told: unknown[] = [];
    const asked: (number | null)[] = [];
    const link = {
      earnedHours: async (before: number | null) => {
        asked.push(before);
        return all.filter(({ epoch }) => before === null || epoch < before).slice(0, 200);
      },
      classHours,
    };
    const membership = {
      link,
      device: { claim: { class: 'rtx-4090' } as never },
      network: { parameters: { isPlay: true } },
    };
    const settings = () => ({ tariff: null, powerPrice: null, coinWorth: null }) as never;
    return {
      told,
      asked,
      made: createEarningsDesk({
        membership: () => membership,
        settings,
        energy: () => [],
        onNoPeers: (error) => told.push(error),
      }),
    };
  };
  const many = Array.from({ length: 450 }, (_, at) => hourAt(449 - at));

  it('reads page after page until it has what was asked for', async () => {
    const { made, asked } = desk(many, async () => []);
    expect(await made.report(300)).toMatchObject({ hours: 300 });
    expect(asked).toEqual([null, 250]);
    expect((await made.hours(720))?.length).toBe(450);
  });

  it('tells of earnings though nobody says what others were paid', async () => {
    const { made, told } = desk(many, () => Promise.reject(new Error('no')));
    expect(await made.report(24)).toMatchObject({ hours: 24, peers: null });
    expect(told).toHaveLength(1);
  });
});
