/**
 * How many coins the network mints, month by month and hour by hour, and which pool gets which part. It never decides
 * who earns them.
 * Source: the network's rule set, sections (a) and (c).
 */
import { type BaseUnits, inBaseUnits, noCoins } from '../../units/money.ts';
import { bpsOf } from '../amounts/bps.ts';
import type { ParameterRecord } from '../parameters/record.ts';
import type { PoolName } from './classes.ts';

/** 300 million IO: all that may ever be minted. */
export const emissionCap = inBaseUnits(30_000_000_000_000_000n);

const firstMonth = 333_333_333_333_333n;
const decayNumerator = 989_849_199n;
const decayDenominator = 1_000_000_000n;

/** Every month until the cap is used up; the last is clipped so that the sum is exactly the cap. */
const months: readonly BaseUnits[] = (() => {
  const amounts: BaseUnits[] = [];
  let unclipped = firstMonth;
  let left: bigint = emissionCap;
  while (left > 0n) {
    const amount = unclipped < left ? unclipped : left;
    amounts.push(inBaseUnits(amount));
    left -= amount;
    unclipped = (unclipped * decayNumerator) / decayDenominator;
  }
  return amounts;
})();

/**
 * Emission of a whole month.
 *
 * @param month  0 is July 2024, the first
 * @returns base units; 0 from month 240 on, when the cap is used up
 */
export const monthEmission = (month: number): BaseUnits => months[month] ?? noCoins;

/**
 * Emission of one hour: the month's floored share, and for its last hour whatever is left.
 *
 * @param hourOfMonth  0..hoursInMonth-1
 * @throws RangeError outside that range
 */
export const hourEmission = (month: number, hourOfMonth: number, hoursInMonth: number): BaseUnits => {
  if (!(hourOfMonth >= 0 && hourOfMonth < hoursInMonth)) throw new RangeError(`hour ${hourOfMonth} of ${hoursInMonth}`);
  const whole = monthEmission(month);
  const share = whole / BigInt(hoursInMonth);
  return inBaseUnits(hourOfMonth === hoursInMonth - 1 ? whole - share * BigInt(hoursInMonth - 1) : share);
};

/** Enterprise gets the record's share, floored; community the rest, and with it the dust. */
export const poolShares = (
  emission: BaseUnits,
  { enterpriseShareBps }: Pick<ParameterRecord, 'enterpriseShareBps'>,
): Readonly<Record<PoolName, BaseUnits>> => {
  const enterprise = bpsOf(emission, enterpriseShareBps);
  return { enterprise, community: inBaseUnits(emission - enterprise) };
};
