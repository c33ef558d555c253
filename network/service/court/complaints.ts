/**
 * Complaints of renters about a device that had their job: others used it beyond their share meanwhile, or the job's data
 * or container was touched. Each cites lines of the job's own log, which its device handed over itself, and keeps them: the
 * log goes, the case stays. Whoever complains is never told which device it is. It decides none.
 */
import type { Selectable } from 'kysely';
import type { Complaint } from '../../../shared/contract/network/court-reports.ts';
import { mostLogCharacters } from '../../../shared/contract/network/market.ts';
import { type BreachClaim, breachAt, isBreach, overusesForOffence } from '../../../shared/domain/slashing/claims.ts';
import { reportBond } from '../../../shared/domain/slashing/report-bond.ts';
import type { Slash } from '../../../shared/domain/slashing/slash.ts';
import { readExactJson } from '../../store/exact-json.ts';
import type { ReportTable } from '../../store/tables/court.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import { type JobRow, leasesOf } from '../market/job-rows.ts';
import { linesOf } from '../market/lease-logs.ts';
import type { Network } from '../network.ts';
import { type Filing, type FilingRefusal, fileOnce, hasPartIn } from './filing.ts';
import { stakedDevice } from './staked.ts';

/** Of one job. */
const mostShown = 500;

export interface ComplaintRequest {
  readonly rank: number;
  readonly claim: BreachClaim;
  /** Numbers of lines. */
  readonly lines: readonly number[];
  readonly text: string;
  readonly idempotencyKey: string;
}

export type ComplaintRefusal =
  | FilingRefusal
  | { readonly code: 'NOBODY_HAD_IT' }
  | { readonly code: 'LINES_UNKNOWN'; readonly lines: readonly number[] }
  | { readonly code: 'LINES_TOO_FEW'; readonly needed: number }
  | { readonly code: 'LINES_TOO_LONG'; readonly most: number };

/** @returns the complaint's id, of now or of the first time under this key; or the refusal */
export const fileComplaint = (
  network: Pick<Network, 'db' | 'clock' | 'parameters'>,
  job: JobRow,
  { rank, claim, lines: numbers, text, idempotencyKey }: ComplaintRequest,
): Promise<string | ComplaintRefusal> =>
  fileOnce(
    network,
    { reporterId: job.renterId, idempotencyKey: `${job.id}:${idempotencyKey}` },
    async (trx): Promise<Filing | ComplaintRefusal> => {
      const lease = (await leasesOf(trx, job.id)).findLast((each) => each.rank === rank && each.acceptedAt !== null);
      if (lease === undefined) return { code: 'NOBODY_HAD_IT' };
      if (await hasPartIn(trx, job.renterId, await stakedDevice(trx, lease.deviceId))) return { code: 'SELF_REPORT' };
      const wanted = [...new Set(numbers)].toSorted((left, right) => left - right);
      const lines = await linesOf(trx, lease.id, wanted);
      const unknown = wanted.filter((seq) => !lines.some((line) => line.seq === seq));
      if (unknown.length > 0) return { code: 'LINES_UNKNOWN', lines: unknown };
      if (lines.reduce((sum, { text: said }) => sum + said.length, 0) > mostLogCharacters)
        return { code: 'LINES_TOO_LONG', most: mostLogCharacters };
      const seenAt = lines.map(({ at }) => at);
      if (breachAt(claim, seenAt, network.parameters) === null)
        return { code: 'LINES_TOO_FEW', needed: overusesForOffence };
      return { deviceId: lease.deviceId, claim, text, cited: [], of: { leaseId: lease.id, lines } };
    },
  );

type ComplaintRow = Selectable<ReportTable> & { readonly rank: number };

/** What the slash that it led to has paid the renter; null before that, and where nothing is. */
const compensationOf = async (trx: Trx, { slashId }: Pick<ReportTable, 'slashId'>): Promise<bigint | null> => {
  if (slashId === null) return null;
  const { record } = await trx
    .selectFrom('slashes')
    .select('record')
    .where('id', '=', slashId)
    .executeTakeFirstOrThrow();
  const { state } = readExactJson<Slash>(record);
  return state.kind === 'executed' && state.use.renterId !== null ? state.use.compensation : null;
};

const view = async (trx: Trx, jobId: string, complaint: ComplaintRow): Promise<Complaint> => {
  const { id, rank, claim, text, lines, at, state, decidedAt, decidedBy, reason } = complaint;
  if (!isBreach(claim)) throw new Error(`${id} is no complaint`);
  const compensation = await compensationOf(trx, complaint);
  return {
    ...{ id, jobId, rank, claim, text, at, state, decidedAt, decidedBy, reason },
    lines: (lines ?? []).map(({ seq }) => seq),
    bond: reportBond.toString(),
    compensation: compensation?.toString() ?? null,
  };
};

/** About one job, newest first. */
export const complaintsOf = ({ db }: Pick<Network, 'db'>, job: JobRow): Promise<Complaint[]> =>
  inTransaction(db, async (trx) => {
    const rows = await trx
      .selectFrom('reports')
      .innerJoin('leases', 'leases.id', 'reports.leaseId')
      .selectAll('reports')
      .select('leases.rank')
      .where('leases.jobId', '=', job.id)
      .where('reporterId', '=', job.renterId)
      .orderBy('at', 'desc')
      .orderBy('reports.id')
      .limit(mostShown)
      .execute();
    const complaints: Complaint[] = [];
    for (const row of rows) complaints.push(await view(trx, job.id, row));
    return complaints;
  });
