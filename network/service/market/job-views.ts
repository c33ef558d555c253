/** A job and its bill as its renter reads them. Nothing in them says whose device it is. */
import type { JobBill, RentedJob } from '../../../shared/contract/network/market.ts';
import { jobPay } from '../../../shared/domain/ledger/job-fees.ts';
import { type Bill, billFor, mostPriceOf } from '../../../shared/domain/market/bill.ts';
import type { MinuteMask } from '../../../shared/domain/presence/minutes.ts';
import { type BaseUnits, inBaseUnits } from '../../../shared/units/money.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';
import { billOfLease, settlePresence } from './billing.ts';
import { isLive, type JobRow, type LeaseRow, leasesOf, phaseOf, termsOf, turnsOf } from './job-rows.ts';

interface Part {
  readonly lease: LeaseRow;
  readonly bill: Bill;
  readonly phase: 'starting' | 'running' | 'frozen';
}

/** Leases that still stand or were held to an end; offers that came to nothing are no part of the job. */
const partsOf = async (trx: Trx, job: JobRow, now: number): Promise<Part[]> => {
  const parts: Part[] = [];
  for (const lease of await leasesOf(trx, job.id)) {
    if (!isLive(lease) && lease.state !== 'ended') continue;
    const bill = (await billOfLease(trx, job, lease, now)) ?? billFor(termsOf(job), [], [], 'completion');
    parts.push({ lease, bill, phase: phaseOf(await turnsOf(trx, lease.id)) });
  }
  return parts;
};

const stateOfMember = ({ lease: { state }, phase }: Part): RentedJob['members'][number]['state'] => {
  if (state === 'offered' || state === 'accepted') return state;
  return state === 'held' ? phase : 'ended';
};

const sumOf = (amounts: readonly BaseUnits[]): BaseUnits => inBaseUnits(amounts.reduce((sum, each) => sum + each, 0n));

const heldForJob = (job: JobRow): BaseUnits =>
  inBaseUnits(jobPay(mostPriceOf(termsOf(job)), 'IO', job).renterPays * BigInt(job.count));

const renterFeeOf = ({ price, pay }: Bill): BaseUnits => inBaseUnits(pay.renterPays - price);

const isRunning = (part: Part): boolean => stateOfMember(part) === 'running';

export const viewJob = async (network: Network, job: JobRow): Promise<RentedJob> => {
  await settlePresence(network);
  return inTransaction(network.db, async (trx) => {
    const parts = await partsOf(trx, job, network.clock.now());
    const price = sumOf(parts.map(({ bill }) => bill.price));
    const fee = sumOf(parts.map(({ bill }) => renterFeeOf(bill)));
    const held = heldForJob(job);
    return {
      id: job.id,
      kind: job.kind,
      state: job.state === 'leased' && parts.some(isRunning) ? 'running' : job.state,
      outcome: job.outcome,
      image: job.spec.image,
      hourlyPrice: job.hourlyPrice.toString(),
      maxMinutes: job.maxMinutes,
      submittedAt: job.submittedAt,
      patienceUntil: job.patienceUntil,
      endedAt: job.endedAt,
      members: parts.map((part) => ({
        rank: part.lease.rank,
        class: part.lease.className,
        tier: part.lease.tier,
        state: stateOfMember(part),
        outcome: part.lease.outcome,
        minutes: part.bill.minutes,
        price: part.bill.price.toString(),
      })),
      minutes: parts.reduce((sum, { bill }) => sum + bill.minutes, 0),
      price: price.toString(),
      fee: fee.toString(),
      held: held.toString(),
      refund: job.state === 'ended' ? (held - price - fee).toString() : '0',
    };
  });
};

const maskText = (mask: MinuteMask): string => mask.toString(16).padStart(15, '0');

const memberOf = ({ lease, bill }: Part): JobBill['members'][number] => {
  const { pay, price } = bill;
  return {
    rank: lease.rank,
    class: lease.className,
    outcome: lease.outcome,
    endedBy: bill.endedBy,
    hours: bill.hours.map(({ epoch, startsAt, hourMs, ran, present, counted }) => ({
      ...{ epoch, startsAt, hourMs },
      ...{ ran: maskText(ran), present: maskText(present), counted: maskText(counted) },
    })),
    countedMinutes: bill.countedMinutes,
    minutes: bill.minutes,
    price: price.toString(),
    renterFee: renterFeeOf(bill).toString(),
    supplierFee: (price - pay.supplier).toString(),
    supplier: pay.supplier.toString(),
    burn: pay.burn.toString(),
    validators: pay.validators.toString(),
    treasury: pay.treasury.toString(),
    community: pay.community.toString(),
    held: bill.held.toString(),
    refund: bill.refund.toString(),
  };
};

export const viewBill = async (network: Network, job: JobRow): Promise<JobBill> => {
  await settlePresence(network);
  return inTransaction(network.db, async (trx) => {
    const parts = await partsOf(trx, job, network.clock.now());
    const held = heldForJob(job);
    const price = sumOf(parts.map(({ bill }) => bill.price));
    const renterFee = sumOf(parts.map(({ bill }) => renterFeeOf(bill)));
    return {
      jobId: job.id,
      isFinal: job.state === 'ended',
      hourlyPrice: job.hourlyPrice.toString(),
      maxMinutes: job.maxMinutes,
      members: parts.map(memberOf),
      unused: (held - sumOf(parts.map(({ bill }) => bill.held))).toString(),
      total: {
        held: held.toString(),
        price: price.toString(),
        renterFee: renterFee.toString(),
        refund: (held - price - renterFee).toString(),
      },
    };
  });
};
