/**
 * What a job costs its renter, what its supplier gets, and where the fees go. One currency at a time; it converts none.
 * Source: the network's rule set, section (c), jobs.
 */
import { type BaseUnits, inBaseUnits, noCoins } from '../../units/money.ts';
import { bpsOf } from '../amounts/bps.ts';
import type { ParameterRecord } from '../parameters/record.ts';

export type Currency = 'IO' | 'USDC';

/** What each side of a job pays, in bps of its price. */
export interface JobFees {
  readonly reservationBps: number;
  /** On top when the price is in dollars; paying in IO never costs anything. */
  readonly dollarBps: number;
}

/** Most that one side may ever pay, whatever is voted. */
export const mostFeePerSideBps = 500;

const validatorsBps = 2_000;
const treasuryBps = 2_000;
const communityBps = 1_000;

export interface JobPay {
  readonly renterPays: BaseUnits;
  readonly supplier: BaseUnits;
  /** Half of the fees and the dust of the other three parts. */
  readonly burn: BaseUnits;
  readonly validators: BaseUnits;
  readonly treasury: BaseUnits;
  readonly community: BaseUnits;
}

/**
 * Divides a job's price. Both sides pay the same fee; the supplier gets what is left.
 *
 * @param price  smallest units of the currency, 0 or more: 10^-8 IO or 10^-6 USDC
 * @param parameters  the record in force when the job was agreed, for its whole life: a fee that changes meanwhile would
 *   make what was held and what is paid two sums
 */
export const jobPay = (price: BaseUnits, currency: Currency, { jobFees }: Pick<ParameterRecord, 'jobFees'>): JobPay => {
  const paymentFee = currency === 'USDC' ? bpsOf(price, jobFees.dollarBps) : noCoins;
  const feePerSide = bpsOf(price, jobFees.reservationBps) + paymentFee;
  const fees = inBaseUnits(2n * feePerSide);
  const validators = bpsOf(fees, validatorsBps);
  const treasury = bpsOf(fees, treasuryBps);
  const community = bpsOf(fees, communityBps);
  return {
    renterPays: inBaseUnits(price + feePerSide),
    supplier: inBaseUnits(price - feePerSide),
    burn: inBaseUnits(fees - validators - treasury - community),
    validators,
    treasury,
    community,
  };
};

const hourMinutes = 60;

/**
 * Price of the minutes in which a job's device was available.
 *
 * @param hourlyPrice  smallest units of the currency per network hour
 * @param minutes  available network minutes, whole, 0 or more
 * @param endedBy  a supplier who leaves within the first 60 minutes is paid nothing
 */
export const jobPrice = (
  hourlyPrice: BaseUnits,
  minutes: number,
  endedBy: 'completion' | 'renter' | 'supplier',
): BaseUnits =>
  endedBy === 'supplier' && minutes < hourMinutes
    ? noCoins
    : inBaseUnits((hourlyPrice * BigInt(minutes)) / BigInt(hourMinutes));
