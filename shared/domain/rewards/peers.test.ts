import { describe, expect, it } from 'vitest';
import { type ClassRow, classHourOf, type FactorValues } from './class-hour.ts';
import { type OwnHour, standingAmongPeers } from './peer-standing.ts';

const row = (reward: number, change: Partial<ClassRow> = {}): ClassRow => ({
  ...{ owner_tag: `${reward}`, count: 1, conn_tier: 2, tier: 'silver', pow_pass: 4, pow_total: 4, uptime_min: 60 },
  ...{ exempt: false, ramp: 10_000, reward: String(reward) },
  ...change,
});

describe('an hour of a class', () => {
  it('says nothing of rewards below five paid devices', () => {
    const rows = [row(1), row(2), row(3), row(4), row(0), row(0)];
    expect(classHourOf(rows)).toEqual({ seen: 6, paid: 4, owners: 4, figures: null });
  });

  it('gives the quarters and the middle for one card, and the middle of each factor', () => {
    const rows = [
      ...[row(50), row(10, { pow_pass: 3 }), row(0), row(30, { tier: 'gold' }), row(20, { uptime_min: 50 })],
      row(400, { count: 10, exempt: true, pow_pass: 0, pow_total: 0, owner_tag: '50' }),
    ];
    expect(classHourOf(rows)).toEqual({
      ...{ seen: 6, paid: 5, owners: 4 },
      figures: {
        ...{ lower: 20n, middle: 30n, upper: 40n },
        typical: { minutes: 60, proofs: 10_000, tier: 10_500, ramp: 10_000, conn: 10_050 },
      },
    });
  });

  it('takes the lower of two in the middle', () => {
    const { figures } = classHourOf([1, 2, 3, 4, 5, 6].map((reward) => row(reward)));
    expect(figures).toMatchObject({ lower: 2n, middle: 3n, upper: 4n });
  });
});

const typical: FactorValues = { minutes: 60, proofs: 10_000, tier: 10_500, ramp: 10_000, conn: 10_050 };
const peers = { lower: 80n, middle: 100n, upper: 120n, typical };
const paid = (reward: bigint, change: Partial<FactorValues> = {}, count = 1): OwnHour => ({
  line: { count, reward, ineligible: null, factors: { ...typical, ...change } },
  peers,
});
const unpaid = (ineligible: string): OwnHour => ({
  line: { count: 1, reward: 0n, ineligible, factors: typical },
  peers,
});

describe('the standing among peers', () => {
  it('is none without an hour to compare', () => expect(standingAmongPeers([])).toBeNull());

  it.each([
    [79n, 'lowest'],
    [80n, 'lower'],
    [99n, 'lower'],
    [100n, 'upper'],
    [120n, 'upper'],
    [121n, 'highest'],
  ] as const)('places %s', (reward, place) => expect(standingAmongPeers([paid(reward)])?.place).toBe(place));

  it('compares one card with one card', () => {
    expect(standingAmongPeers([paid(240n, {}, 2)])).toMatchObject({ own: 120n, place: 'upper' });
  });

  it.each([
    ['minutes', { minutes: 50, tier: 10_000 }],
    ['proofs', { proofs: 7_500, minutes: 57 }],
    ['tier', { tier: 10_000, conn: 10_025 }],
    ['ramp', { ramp: 5_000, proofs: 7_500 }],
    ['conn', { conn: 10_025 }],
  ] as const)('names %s where it weighs most', (factor, change) => {
    const own = (change as Partial<FactorValues>)[factor];
    expect(standingAmongPeers([paid(70n, change)])?.reason).toEqual({
      kind: 'factor',
      factor,
      own,
      typical: typical[factor],
    });
  });

  it('names what lifts a device above the middle', () => {
    const reason = { kind: 'factor', factor: 'tier', own: 12_000, typical: 10_500 };
    expect(standingAmongPeers([paid(115n, { tier: 12_000, minutes: 59 })])?.reason).toEqual(reason);
  });

  it('names hours that did not count before any factor that costs less', () => {
    const hours = [paid(100n, { tier: 10_000 }), unpaid('stake'), paid(100n), unpaid('stake'), { line: null, peers }];
    expect(standingAmongPeers(hours)).toMatchObject({
      ...{ hours: 5, own: 200n, middle: 500n, place: 'lowest' },
      reason: { kind: 'not_counted', reason: 'stake', hours: 2 },
    });
  });

  it('names nothing where nothing sets the device apart', () => {
    expect(standingAmongPeers([paid(100n)])?.reason).toBeNull();
    expect(standingAmongPeers([paid(99n)])?.reason).toBeNull();
  });
});
