/** What a job cost the renter whom it harmed, and no slash makes good yet: the most that the next one does. */
import { compensationFor, type Slash } from '../../../shared/domain/slashing/slash.ts';
import { type BaseUnits, inBaseUnits, noCoins } from '../../../shared/units/money.ts';
import { readExactJson } from '../../store/exact-json.ts';
import type { Trx } from '../../store/transaction.ts';
import { billOfLease } from '../market/billing.ts';
import type { JobRow, LeaseRow } from '../market/job-rows.ts';
import type { Network } from '../network.ts';

/** By slashes for what one device did to the job, of those that no appeal has undone. */
const madeGood = async (trx: Trx, { id, jobId }: LeaseRow): Promise<bigint> => {
  const rows = await trx
    .selectFrom('slashes')
    .leftJoin('reports', 'reports.slashId', 'slashes.id')
    .select(['slashes.record', 'slashes.harm'])
    .where(({ eb, or }) => or([eb('slashes.cause', '=', `O4:${id}`), eb('reports.leaseId', '=', id)]))
    .where('slashes.state', '!=', 'returned')
    .where('slashes.renterId', '=', (renter) => renter.selectFrom('jobs').select('renterId').where('id', '=', jobId))
    .execute();
  return rows.reduce(
    (sum, { record, harm }) => sum + compensationFor(readExactJson<Slash>(record), inBaseUnits(harm ?? noCoins)),
    0n,
  );
};

/** @returns of what the renter paid for one device's part; nothing where the supplier's leaving cost the renter nothing */
export const renterHarm = async (
  trx: Trx,
  { clock }: Pick<Network, 'clock'>,
  job: JobRow,
  lease: LeaseRow,
): Promise<BaseUnits> => {
  const paid = (await billOfLease(trx, job, lease, clock.now()))?.pay.renterPays ?? noCoins;
  const good = await madeGood(trx, lease);
  return good >= paid ? noCoins : inBaseUnits(paid - good);
};
