/** Keeps what was clocked of every part of every decided challenge, for a month: then its week's table is dropped. */
import { networkHoursMs } from '../../../shared/domain/parameters/record.ts';
import type { ProofRecord } from '../../../shared/domain/patterns/proof-record.ts';
import type { Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';

type Keeper = Pick<Network, 'db' | 'clock' | 'parameters'>;

const keptHours = 720;

export const keepRecords = async (
  trx: Trx,
  of: { readonly challengeId: string; readonly epoch: number },
  records: readonly ProofRecord[],
): Promise<void> => {
  if (records.length === 0) return;
  await trx
    .insertInto('proofRecords')
    .values(
      records.map(({ telemetry, fillByShard, ...record }) => ({
        ...of,
        ...record,
        fillByShard: JSON.stringify(fillByShard),
        telemetry: telemetry === null ? null : JSON.stringify(telemetry),
      })),
    )
    .execute();
};

/** Passed proofs that say something of a model: a device that somebody looks at proves nothing. */
export const trustedRecords = ({ db }: Pick<Keeper, 'db'>) =>
  db
    .selectFrom('proofRecords')
    .where('verdict', '=', 'passed')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('reviews')
            .select('id')
            .whereRef('reviews.deviceId', '=', 'proofRecords.deviceId')
            .where('closedAt', 'is', null),
        ),
      ),
    );

/** @returns every record since, oldest first */
export const recordsSince = async ({ db }: Keeper, since: number): Promise<ProofRecord[]> => {
  const rows = await db.selectFrom('proofRecords').selectAll().where('at', '>', since).orderBy('at').execute();
  return rows.map(({ challengeId: _challengeId, epoch: _epoch, ...record }) => record);
};

/** Those of before there were weeks, which have no hour. */
export const forgetOldRecords = async ({ db, clock, parameters }: Keeper): Promise<void> => {
  await db
    .deleteFrom('proofRecords')
    .where('epoch', '<', 0)
    .where('at', '<', clock.now() - networkHoursMs(keptHours, parameters))
    .execute();
};
