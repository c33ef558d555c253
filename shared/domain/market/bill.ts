/**
 * What one device's part of a job costs: every minute in which the job ran there and the network heard the device counts
 * once, up to the most that was agreed. Each figure can be worked out again from the ones above it. Pure.
 */
import { type BaseUnits, inBaseUnits } from '../../units/money.ts';
import type { EpochMs } from '../../units/time.ts';
import { type JobFees, type JobPay, jobPay, jobPrice } from '../ledger/job-fees.ts';
import { countMinutes, type MinuteMask } from '../presence/minutes.ts';
import { ranMinutes, type Span } from './running.ts';

/** An hour in which the network heard the device. */
export interface SeenHour {
  readonly epoch: number;
  readonly startsAt: EpochMs;
  readonly endsAt: EpochMs;
  readonly hourMs: number;
  readonly present: MinuteMask;
}

export interface BilledHour extends SeenHour {
  readonly ran: MinuteMask;
  /** In both. */
  readonly counted: MinuteMask;
}

export interface Bill {
  /** Hours in which at least one minute ran. */
  readonly hours: readonly BilledHour[];
  /** Of all hours. */
  readonly countedMinutes: number;
  /** The counted ones, at most those that were agreed. */
  readonly minutes: number;
  readonly endedBy: 'completion' | 'renter' | 'supplier';
  /** From `jobPrice`. */
  readonly price: BaseUnits;
  /** From `jobPay`. */
  readonly pay: JobPay;
  /** What was held for this device. */
  readonly held: BaseUnits;
  readonly refund: BaseUnits;
}

export interface Terms {
  /** For one device and one network hour. */
  readonly hourlyPrice: BaseUnits;
  /** Network minutes. */
  readonly maxMinutes: number;
  /** Those of the record in force when it was agreed. */
  readonly jobFees: JobFees;
}

/** The most that one device may cost, without its fee. */
export const mostPriceOf = ({ hourlyPrice, maxMinutes }: Omit<Terms, 'jobFees'>): BaseUnits =>
  jobPrice(hourlyPrice, maxMinutes, 'completion');

export const billFor = (
  terms: Terms,
  spans: readonly Span[],
  seen: readonly SeenHour[],
  endedBy: Bill['endedBy'],
): Bill => {
  const hours = seen
    .map((hour) => {
      const ran = ranMinutes(spans, hour);
      return { ...hour, ran, counted: ran & hour.present };
    })
    .filter(({ ran }) => ran > 0n);
  const countedMinutes = hours.reduce((sum, { counted }) => sum + countMinutes(counted), 0);
  const minutes = Math.min(countedMinutes, terms.maxMinutes);
  const price = jobPrice(terms.hourlyPrice, minutes, endedBy);
  const pay = jobPay(price, 'IO', terms);
  const held = jobPay(mostPriceOf(terms), 'IO', terms).renterPays;
  return {
    ...{ hours, countedMinutes, minutes, endedBy, price, pay, held },
    refund: inBaseUnits(held - pay.renterPays),
  };
};
