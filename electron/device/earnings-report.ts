/** Turns the network's closed hours, the published hours of the class and what was measured here into what a face shows. Pure. */
import type { EarningsReport, ReportedHour } from '../../shared/contract/app/earnings.ts';
import type { NetworkOutputs } from '../../shared/contract/network/index.ts';
import type { FactorValues } from '../../shared/domain/rewards/class-hour.ts';
import { type OwnHour, standingAmongPeers } from '../../shared/domain/rewards/peer-standing.ts';
import { addWaterfalls, hoursNotCounted, hourWaterfall, type KeptHour } from '../../shared/domain/rewards/waterfall.ts';
import { baseUnitsPerIo } from '../../shared/units/money.ts';
import { costOf, type EnergyHour } from './energy-meter.ts';
import { reasonOf } from './statement.ts';

export type WireHour = NetworkOutputs['earnings']['hours']['hours'][number];
export type WireClassHour = NetworkOutputs['explorer']['classHours']['hours'][number];

/** What the owner said of money, and whether the network's coins have a price at all. */
export interface OwnersMoney {
  readonly isPlay: boolean;
  /** Of one coin; null: not said. */
  readonly coinWorth: number | null;
  /** Of a kilowatt-hour; null: not said. */
  priceAt(at: number): number | null;
}

const whole = 10_000;
const hourMinutes = 60;
const joulesPerWattHour = 3_600;
/** Of the time in which the device was heard: below that too much would be missing to say what is left. */
const leastMeasured = 0.9;

const keptOf = (hour: WireHour): KeptHour => ({
  line: hour.line && reasonOf(hour.line),
  jobs: hour.jobs.map(({ price, fee }) => ({ price: BigInt(price), fee: BigInt(fee) })),
  heldBack: BigInt(hour.heldBack),
  stakeTaken: BigInt(hour.stakeTaken),
  paid: BigInt(hour.paid),
});

const energyIn = (energy: readonly EnergyHour[], { from, to }: { from: number; to: number }): EnergyHour[] =>
  energy.filter((each) => each.from >= from && each.from < to);

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const wattHoursOf = (energy: readonly EnergyHour[]): number | null =>
  energy.length === 0 ? null : sumOf(energy.map(({ joules }) => joules)) / joulesPerWattHour;

export const reportedHours = (
  hours: readonly WireHour[],
  energy: readonly EnergyHour[],
  money: OwnersMoney,
): ReportedHour[] =>
  hours.map((hour) => {
    const { epoch, from, to, state, line, jobs } = hour;
    const measured = energyIn(energy, hour);
    return {
      ...{ epoch, from, to, state },
      reason: line && reasonOf(line),
      ...hourWaterfall(keptOf(hour)),
      jobIds: jobs.map(({ jobId }) => jobId),
      wattHours: wattHoursOf(measured),
      powerCost: measured.length === 0 ? null : costOf(measured, money.priceAt),
    };
  });

const dayOf = (at: number): number => new Date(at).setHours(0, 0, 0, 0);
const hoursADay = 24;
/** Shorter network hours have days of their own: 24 of them. */
const shortestClockHourMs = 1_800_000;

const daysOf = (hours: readonly WireHour[]): EarningsReport['days'] => {
  const oldestFirst = hours.toReversed();
  const [first] = oldestFirst;
  const isOfClock = first !== undefined && first.to - first.from >= shortestClockHourMs;
  const days = Map.groupBy(oldestFirst, ({ from, epoch }) => (isOfClock ? dayOf(from) : Math.floor(epoch / hoursADay)));
  return [...days.values()].map((ofDay) => {
    const money = addWaterfalls(ofDay.map((hour) => hourWaterfall(keptOf(hour))));
    const jobs = money.jobs - money.fees;
    return {
      from: ofDay[0]?.from ?? 0,
      to: ofDay.at(-1)?.to ?? 0,
      state: ofDay.every(({ state }) => state === 'paid') ? 'paid' : 'confirmed',
      rewards: money.paid - jobs,
      jobs,
    };
  });
};

const factorsOf = (line: NonNullable<WireHour['line']>): FactorValues => {
  const { minutes, proofsPassed, proofsAsked } = line;
  const proofs = proofsAsked === 0 ? whole : Math.floor((whole * proofsPassed) / proofsAsked);
  return { minutes, proofs, tier: line.tierBps, ramp: line.rampBps, conn: line.connBps };
};

/** @param published  of the class, the newest first; null: the network did not say */
const peersOf = (
  hours: readonly WireHour[],
  className: string,
  published: readonly WireClassHour[] | null,
): EarningsReport['peers'] => {
  const oldest = hours.at(-1)?.epoch ?? Number.POSITIVE_INFINITY;
  const shared = (published ?? []).filter(({ epoch }) => epoch >= oldest);
  const [newest] = shared;
  if (newest === undefined) return null;
  const own = shared.flatMap(({ epoch, figures }): OwnHour[] => {
    if (figures === null) return [];
    const line = hours.find((hour) => hour.epoch === epoch)?.line ?? null;
    const { lower, middle, upper, typical } = figures;
    return [
      {
        line: line && {
          ...{ count: line.count, reward: BigInt(line.reward), ineligible: line.ineligible },
          factors: factorsOf(line),
        },
        peers: { lower: BigInt(lower), middle: BigInt(middle), upper: BigInt(upper), typical },
      },
    ];
  });
  return { class: className, devices: newest.paid, owners: newest.owners, standing: standingAmongPeers(own) };
};

const heardMsOf = (hours: readonly WireHour[]): number =>
  sumOf(hours.map(({ from, to, line }) => ((line?.minutes ?? 0) / hourMinutes) * (to - from)));

const netOf = (
  left: bigint,
  { isPlay, coinWorth }: OwnersMoney,
  { wattHours, measuredShare, cost }: EarningsReport['power'],
): EarningsReport['net'] => {
  if (isPlay) return { kind: 'not_claimed', why: 'play' };
  if (wattHours === null || measuredShare < leastMeasured) return { kind: 'not_claimed', why: 'not_measured' };
  if (cost === null) return { kind: 'not_claimed', why: 'no_price' };
  if (coinWorth === null) return { kind: 'not_claimed', why: 'no_worth' };
  const earned = (Number(left) / Number(baseUnitsPerIo)) * coinWorth;
  return { kind: 'claimed', coinWorth, earned, left: earned - cost };
};

/** @param hours  the newest first */
export const earningsReport = (
  hours: readonly WireHour[],
  about: {
    readonly energy: readonly EnergyHour[];
    readonly money: OwnersMoney;
    readonly class: string;
    readonly classHours: readonly WireClassHour[] | null;
  },
): EarningsReport => {
  const { energy, money } = about;
  const kept = hours.map(keptOf);
  const waterfall = addWaterfalls(kept.map(hourWaterfall));
  const [newest, oldest] = [hours[0], hours.at(-1)];
  const measured =
    newest === undefined || oldest === undefined ? [] : energyIn(energy, { from: oldest.from, to: newest.to });
  const heardMs = heardMsOf(hours);
  const power = {
    wattHours: wattHoursOf(measured),
    measuredShare: heardMs === 0 ? 0 : Math.min(1, sumOf(measured.map(({ measuredMs }) => measuredMs)) / heardMs),
    cost: measured.length === 0 ? null : costOf(measured, money.priceAt),
  };
  return {
    ...{ from: oldest?.from ?? null, to: newest?.to ?? null, hours: hours.length, waterfall },
    notCounted: hoursNotCounted(kept),
    days: daysOf(hours),
    power,
    net: netOf(waterfall.paid - waterfall.stakeTaken, money, power),
    peers: peersOf(hours, about.class, about.classHours),
  };
};
