import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mainnetParameters } from '../parameters/record.ts';
import { type Deed, levelOf, pointsOf } from './points.ts';

const { hourMs } = mainnetParameters;
const quarterMs = 2_160 * hourMs;
/** Start of a quarter and of a day. */
const start = 200 * quarterMs;

let made = 0;
type Told = Deed extends infer Each ? (Each extends Deed ? Omit<Each, 'id' | 'at'> : never) : never;
const deed = (told: Told, at = start): Deed => {
  made += 1;
  return { id: `deed${made}`, at, ...told } as Deed;
};
const points = (deeds: readonly Deed[], now = start + 1_000 * hourMs) => pointsOf(deeds, now, mainnetParameters);

describe('points', () => {
  it.each<[string, Told, number]>([
    ['a minor bug', { kind: 'bug', severity: 'minor' }, 100],
    ['a major bug', { kind: 'bug', severity: 'major' }, 500],
    ['a critical bug', { kind: 'bug', severity: 'critical' }, 1_000],
    ['a report that was upheld', { kind: 'upheld_report' }, 500],
    ['a document', { kind: 'merged_document' }, 50],
    ['an answer', { kind: 'accepted_answer' }, 5],
    ['30 days of 99 %', { kind: 'uptime', uptimeBps: 9_900 }, 100],
    ['30 days of less', { kind: 'uptime', uptimeBps: 9_899 }, 0],
    ['a vote', { kind: 'vote' }, 10],
    ['a device that stayed', { kind: 'referral', deviceId: 'd', registeredAt: start - 720 * hourMs }, 50],
    ['a device that is too new', { kind: 'referral', deviceId: 'd', registeredAt: start - 720 * hourMs + 1 }, 0],
  ])('for %s', (_title, told, worth) => expect(points([deed(told)])).toBe(worth));

  it('takes 100 for a frivolous report, and no more than is there', () => {
    expect(points([deed({ kind: 'upheld_report' }), deed({ kind: 'frivolous_report' }, start + 1)])).toBe(400);
    expect(points([deed({ kind: 'vote' }), deed({ kind: 'frivolous_report' }, start + 1)])).toBe(0);
    const early = [deed({ kind: 'frivolous_report' }, start), deed({ kind: 'vote' }, start + 1)];
    expect(points(early)).toBe(10);
  });

  it('gives 50 a day for answers at most, and begins again the next day', () => {
    const answers = (count: number, at: number) =>
      Array.from({ length: count }, () => deed({ kind: 'accepted_answer' }, at));
    expect(points(answers(11, start))).toBe(50);
    expect(points([...answers(11, start), ...answers(11, start + 24 * hourMs)])).toBe(100);
    expect(points([...answers(6, start + 24 * hourMs - 1), ...answers(6, start + 24 * hourMs)])).toBe(60);
  });

  it('counts 20 referred devices, each once', () => {
    const referrals = Array.from({ length: 25 }, (_, index) =>
      deed({ kind: 'referral', deviceId: `d${index}`, registeredAt: 0 }),
    );
    expect(points(referrals)).toBe(1_000);
    const same = [1, 2].map(() => deed({ kind: 'referral', deviceId: 'd', registeredAt: 0 }));
    expect(points(same)).toBe(50);
  });

  it('counts a deed once however often it is told, and none that is still to come', () => {
    const told = deed({ kind: 'upheld_report' });
    expect(points([told, told])).toBe(500);
    expect(points([told], start - 1)).toBe(0);
  });

  it('loses a tenth each quarter, rounded down', () => {
    const report = [deed({ kind: 'upheld_report' }), deed({ kind: 'accepted_answer' })];
    const laterBy = (quarters: number) => points(report, start + quarters * quarterMs);
    expect([laterBy(0), laterBy(1), laterBy(2), laterBy(3)]).toEqual([505, 454, 408, 367]);
    expect(points(report, start + quarterMs - 1)).toBe(505);
    expect(laterBy(1_000)).toBe(0);
    const later = [...report, deed({ kind: 'upheld_report' }, start + 2 * quarterMs)];
    expect(points(later, start + 3 * quarterMs)).toBe(817);
  });

  const anyDeed: fc.Arbitrary<Deed> = fc
    .record({
      id: fc.nat(60).map((number) => `x${number}`),
      at: fc.integer({ min: 0, max: 6_000 }).map((hours) => start + hours * hourMs),
      told: fc.oneof(
        fc.constantFrom<Told[]>(
          { kind: 'bug', severity: 'minor' },
          { kind: 'upheld_report' },
          { kind: 'accepted_answer' },
          { kind: 'vote' },
          { kind: 'frivolous_report' },
          { kind: 'frivolous_report' },
        ),
        fc.nat(40).map((number): Told => ({ kind: 'referral', deviceId: `d${number}`, registeredAt: 0 })),
      ),
    })
    .map(({ told, ...rest }) => ({ ...rest, ...told }) as Deed);

  it('are whole, never below 0 and the same in every order', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyDeed, { selector: ({ id }) => id, maxLength: 40 }),
        fc.nat(8_000),
        (deeds, hours) => {
          const now = start + hours * hourMs;
          const balance = points(deeds, now);
          expect(Number.isSafeInteger(balance) && balance >= 0).toBe(true);
          expect(points(deeds.toReversed(), now)).toBe(balance);
        },
      ),
      { numRuns: 10_000 },
    );
  });

  it('only fall with time when nothing is done', () => {
    fc.assert(
      fc.property(fc.array(anyDeed, { maxLength: 20 }), fc.nat(9_000), fc.nat(9_000), (deeds, one, other) => {
        const last = start + 6_000 * hourMs;
        const [sooner, later] = [Math.min(one, other), Math.max(one, other)];
        expect(points(deeds, last + later * hourMs) <= points(deeds, last + sooner * hourMs)).toBe(true);
      }),
      { numRuns: 10_000 },
    );
  });
});

it('gives the level that a balance reaches', () => {
  expect([0, 499, 500, 2_499, 2_500, 9_999, 10_000].map((balance) => levelOf(balance))).toEqual([
    { level: 'cadet', nextFrom: 500 },
    { level: 'cadet', nextFrom: 500 },
    { level: 'pilot', nextFrom: 2_500 },
    { level: 'pilot', nextFrom: 2_500 },
    { level: 'commander', nextFrom: 10_000 },
    { level: 'commander', nextFrom: 10_000 },
    { level: 'flight_director', nextFrom: null },
  ]);
});
