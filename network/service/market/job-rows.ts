/** A job and its leases as the tables have them, and what is to be told once a change of them is kept. */
import { type Selectable, sql } from 'kysely';
import type { SessionEvent } from '../../../shared/contract/network/session.ts';
import type { LeasePhase } from '../../../shared/domain/jobs/lease.ts';
import type { Turn } from '../../../shared/domain/market/running.ts';
import { inBaseUnits } from '../../../shared/units/money.ts';
import type { JobTable, LeaseState, LeaseTable } from '../../store/tables/market.ts';
import type { Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';

export type JobRow = Selectable<JobTable>;
export type LeaseRow = Selectable<LeaseTable>;

type Reader = Trx | Network['db'];

/** An offer or a job that keeps its device from having another. */
export const liveStates = ['offered', 'accepted', 'held'] as const satisfies LeaseState[];

export const isLive = ({ state }: Pick<LeaseRow, 'state'>): boolean =>
  (liveStates as readonly LeaseState[]).includes(state);

/** Sent over the sessions after the transaction that decided it, never within. */
export type Tidings = { readonly deviceId: string; readonly event: SessionEvent }[];

export const cancelOf = ({ deviceId, memberId }: Pick<LeaseRow, 'deviceId' | 'memberId'>): Tidings[number] => ({
  deviceId,
  event: { kind: 'cancel', jobId: memberId },
});

/** A device that is not connected hears of it when it comes back. */
export const tellAll = ({ sessions }: Pick<Network, 'sessions'>, tidings: Tidings): void => {
  for (const { deviceId, event } of tidings) sessions.reach(deviceId, event);
};

/** @returns null for no job, or another account's */
export const jobOfRenter = async (db: Reader, renterId: string, jobId: string): Promise<JobRow | null> => {
  const row = await db
    .selectFrom('jobs')
    .selectAll()
    .where('id', '=', jobId)
    .where('renterId', '=', renterId)
    .executeTakeFirst();
  return row ?? null;
};

export const readJob = (trx: Reader, jobId: string): Promise<JobRow> =>
  trx.selectFrom('jobs').selectAll().where('id', '=', jobId).executeTakeFirstOrThrow();

/** Of all members, in order of rank; of one member the oldest first. */
export const leasesOf = (trx: Reader, jobId: string): Promise<LeaseRow[]> =>
  trx
    .selectFrom('leases')
    .selectAll()
    .where('jobId', '=', jobId)
    .orderBy('rank')
    .orderBy('offeredAt')
    .orderBy('id')
    .execute();

export const turnsOf = (trx: Reader, leaseId: string): Promise<Turn[]> =>
  trx
    .selectFrom('leaseTurns')
    .select(['at', 'kind'])
    .where('leaseId', '=', leaseId)
    .orderBy('at')
    .orderBy(sql`kind desc`)
    .execute();

/** @param turns  in their order */
export const phaseOf = (turns: readonly Turn[]): LeasePhase => turns.at(-1)?.kind ?? 'starting';

export const termsOf = ({
  hourlyPrice,
  maxMinutes,
  jobFees,
}: Pick<JobRow, 'hourlyPrice' | 'maxMinutes' | 'jobFees'>) => ({
  hourlyPrice: inBaseUnits(hourlyPrice),
  maxMinutes,
  jobFees,
});

/** How long a device may be away and still be told that a job of before is over. */
const remindedMs = 14 * 86_400_000;

/** Tells a device that has just come of the jobs that it had, and that ended without its word. */
export const remindOfEnds = async (
  { db, clock, sessions }: Pick<Network, 'db' | 'clock' | 'sessions'>,
  deviceId: string,
): Promise<void> => {
  const over = await db
    .selectFrom('leases')
    .select(['deviceId', 'memberId'])
    .where('deviceId', '=', deviceId)
    .where('state', 'in', ['released', 'ended', 'lapsed'])
    .where('acceptedAt', 'is not', null)
    .where('heardEndAt', 'is', null)
    .where('endedAt', '>', clock.now() - remindedMs)
    .execute();
  tellAll({ sessions }, over.map(cancelOf));
};
