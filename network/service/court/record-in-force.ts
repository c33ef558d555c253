/** The parameter record by which something is judged: that of the hour in which it happened. */
import type { ParameterRecord } from '../../../shared/domain/parameters/record.ts';
import type { EpochMs } from '../../../shared/units/time.ts';
import { readExactJson } from '../../store/exact-json.ts';
import type { Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';

export interface RecordInForce {
  readonly parameters: ParameterRecord;
  /** The hour of that moment while it has not been paid; null when it has, or there is none. */
  readonly unpaidEpoch: number | null;
}

export const recordInForce = async (
  trx: Trx,
  { records }: Pick<Network, 'records'>,
  at: EpochMs,
): Promise<RecordInForce> => {
  const hour = await trx
    .selectFrom('epochs')
    .select(['number', 'step', 'parameters'])
    .where('startsAt', '<=', at)
    .orderBy('startsAt', 'desc')
    .limit(1)
    .executeTakeFirst();
  const parameters = (await records.within(trx))(at);
  if (hour === undefined) return { parameters, unpaidEpoch: null };
  return {
    // What an hour was scored by stands; what a record of an earlier version did not have yet is as it would be.
    parameters:
      hour.parameters === null
        ? parameters
        : { ...parameters, ...readExactJson<Partial<ParameterRecord>>(hour.parameters) },
    unpaidEpoch: hour.step === 'closed' ? null : hour.number,
  };
};
