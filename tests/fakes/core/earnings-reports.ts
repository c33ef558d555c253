/** Made-up closed hours for the fake core, from which its reports are worked out by the app's own rules. */
import {
  earningsReport,
  type OwnersMoney,
  reportedHours,
  type WireClassHour,
  type WireHour,
} from '../../../electron/device/earnings-report.ts';
import type { EnergyHour } from '../../../electron/device/energy-meter.ts';
import { powerPriceAt } from '../../../electron/worker/policy/power-price.ts';
import type { EarningsReport, ReportedHour, RewardReason } from '../../../shared/contract/app/earnings.ts';
import type { AppState } from '../../../shared/contract/app/index.ts';
import { eligBps } from '../../../shared/domain/rewards/eligibility.ts';
import { scoreOf } from '../../../shared/domain/rewards/score.ts';

const hoursKept = 240;
const pool = 373_572_000_000n;
const others = 1_567_000_000n;
const weight = 1_000;

/** Minutes, passed proofs, and a reason, by the hour's place from the newest. */
const faults: Readonly<Record<number, { minutes?: number; passed?: number; ineligible?: string }>> = {
  5: { passed: 3 },
  9: { minutes: 31, ineligible: 'minutes' },
  14: { passed: 1, ineligible: 'proofs' },
  30: { minutes: 52 },
  41: { ineligible: 'stake' },
  77: { minutes: 48, passed: 3 },
};

const hourAt = (place: number, newest: { epoch: number; from: number; to: number }): WireHour => {
  const { minutes = 60, passed = 4, ineligible = null } = faults[place] ?? {};
  const exempt = { minutes, proofsPassed: passed, proofsAsked: 4, isExempt: false };
  const factors = {
    weight,
    count: 1,
    connBps: 10_075,
    tierBps: 10_500,
    rampBps: 10_000,
    eligBps: eligBps(exempt, { proofsNeeded: 3 }),
  };
  const score = ineligible === null ? scoreOf(factors) : 0n;
  const scoreSum = others + score;
  const reward = (pool * score) / scoreSum;
  const supportersPart = (reward * 3n) / 50n;
  const ownerPart = reward - supportersPart;
  const epoch = newest.epoch - place;
  const hourMs = newest.to - newest.from;
  const price = place % 5 === 2 ? 129_000_000n : 0n;
  const fee = (price * 25n) / 10_000n;
  const heldBack = place === 20 ? ownerPart : 0n;
  const from = newest.from - place * hourMs;
  return {
    ...{ epoch, from, to: from + hourMs, state: place > 160 ? 'paid' : 'confirmed' },
    line:
      place === 50
        ? null
        : {
            ...{ epoch, class: 'gpu-24', pool: pool.toString(), ...factors, score: score.toString() },
            ...{ scoreSum: scoreSum.toString(), reward: reward.toString(), ownerPart: ownerPart.toString() },
            ...{
              supportersPart: supportersPart.toString(),
              shareBps: 3_000,
              proofsPassed: passed,
              proofsAsked: 4,
              minutes,
            },
            ineligible,
          },
    jobs: price === 0n ? [] : [{ jobId: `job-${epoch}`, price: price.toString(), fee: fee.toString() }],
    heldBack: heldBack.toString(),
    stakeTaken: place === 20 ? '375000000' : '0',
    paid: ((place === 50 ? 0n : ownerPart) - heldBack + price - fee).toString(),
  };
};

const classHourOf = ({ epoch, from, to }: WireHour, isLarge: boolean): WireClassHour => ({
  ...{ epoch, startsAt: from, endsAt: to, seen: isLarge ? 61 : 4, paid: isLarge ? 57 : 3, owners: isLarge ? 44 : 2 },
  figures: isLarge
    ? {
        ...{ lower: '210000000', middle: '243000000', upper: '266000000' },
        typical: { minutes: 60, proofs: 10_000, tier: 10_500, ramp: 10_000, conn: 10_050 },
      }
    : null,
});

/** @param state  whose settings and readings decide about power; a PC without a reading has measured nothing */
export const fakeEarningsReports = (state: () => Pick<AppState, 'settings' | 'readings' | 'status' | 'earnings'>) => {
  const hours = (count: number): WireHour[] => {
    const { hours: known } = state().earnings;
    const newest = known.at(-2);
    if (newest === undefined) return [];
    return Array.from({ length: Math.min(count, hoursKept) }, (_, place) => hourAt(place, newest));
  };
  const energy = (of: readonly WireHour[]): EnergyHour[] =>
    Object.keys(state().readings.gpus).length === 0
      ? []
      : of.flatMap(({ from, to, line }) =>
          line === null ? [] : [{ from, joules: 410_000, measuredMs: to - from, pricedJoules: 0, cost: 0 }],
        );
  const money = (): OwnersMoney => {
    const { settings, status } = state();
    return {
      isPlay: status.network?.isPlay ?? true,
      coinWorth: settings.coinWorth,
      priceAt: (at) => powerPriceAt(settings, at),
    };
  };
  const why = (epoch: number): RewardReason | null => {
    const hour = state().earnings.hours.find((each) => each.epoch === epoch);
    if (hour === undefined) return null;
    return {
      ...{ epoch, class: 'gpu-24', pool: hour.rewards * 4_812n, weight: 1_000, count: 1, connBps: 10_000 },
      ...{ tierBps: 10_500, rampBps: 10_000, eligBps: 10_000, score: 1_050_000n, scoreSum: 1_050_000n * 4_812n },
      ...{ reward: hour.rewards, ownerPart: hour.rewards, supportersPart: 0n, shareBps: null },
      ...{ proofsPassed: 4, proofsAsked: 4, minutes: 60, ineligible: null },
    };
  };
  return {
    why,
    report: (count: number): EarningsReport => {
      const asked = hours(count);
      const isLarge = state().status.network?.isPlay === false;
      const classHours = asked.slice(0, 6).map((hour) => classHourOf(hour, isLarge));
      return earningsReport(asked, { energy: energy(asked), money: money(), class: 'gpu-24', classHours });
    },
    hours: (count: number): ReportedHour[] => {
      const asked = hours(count);
      return reportedHours(asked, energy(asked), money());
    },
  };
};
