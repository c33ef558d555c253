/** Invariants 11 and 12 for jobs: what a renter pays is what the others get, and paying in IO costs nothing more. */
import type { Account } from '../../../shared/domain/ledger/account.ts';
import { wallet } from '../../../shared/domain/ledger/account.ts';
import { jobPay } from '../../../shared/domain/ledger/job-fees.ts';
import type { Transfer } from '../../../shared/domain/ledger/posting.ts';
import type { Economy } from '../economy.ts';
import type { JobTrace } from '../trace.ts';
import type { Inspector } from './inspector.ts';

const movedTo = (transfers: readonly Transfer[], isOne: (account: Account) => boolean): bigint =>
  transfers
    .flatMap(({ entries }) => entries)
    .filter(({ account }) => isOne(account))
    .reduce((sum, { amount }) => sum + amount, 0n);

/** A quarter of a percent of the price, of each side, and nothing for paying in IO. */
const feeOf = (price: bigint): bigint => (price * 25n) / 10_000n;

const checkJob = (
  { jobId, renterId, price, mostPrice, transfers }: JobTrace,
  { parameters }: Economy,
  inspector: Inspector,
): void => {
  const held = jobPay(mostPrice, 'IO', parameters).renterPays;
  const refund = movedTo(transfers, (account) => account === wallet(renterId));
  const supplier = movedTo(transfers, (account) => account.startsWith('device:'));
  const fees = movedTo(transfers, (account) => account.startsWith('fees:') || account === 'burned');
  const renterPays = held - refund;
  const facts = () => ({ renterPays, supplier, fees, price });
  inspector.require(11, renterPays === supplier + fees, jobId, 'the renter’s payment is not its parts', facts);
  const isPlain = renterPays - price === feeOf(price) && price - supplier === feeOf(price);
  inspector.require(12, isPlain, jobId, 'there is a fee for paying in IO', facts);
};

export const checkJobs = (economy: Economy, inspector: Inspector): void => {
  for (const job of economy.trace.jobs) checkJob(job, economy, inspector);
};
