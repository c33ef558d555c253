/**
 * The parameter record of every moment: the network's first one, and what the list of changes makes of it. One process
 * announces, all find it at their next look; what must be exact for an hour that is being closed is read in that hour's
 * own transaction.
 */
import { type ParameterChange, parametersAt, pauseEnds } from '../../../shared/domain/parameters/change.ts';
import type { ParameterRecord, PausableAction } from '../../../shared/domain/parameters/record.ts';
import type { EpochMs } from '../../../shared/units/time.ts';
import type { Database } from '../../store/open-store.ts';
import type { Trx } from '../../store/transaction.ts';
import { countChanges, readChanges } from './change-list.ts';

type RecordOf = (moment: EpochMs) => ParameterRecord;

export interface ParameterRecords {
  /** In force at a moment, by the changes that are known here. */
  readonly at: RecordOf;
  /** The same by the list as a transaction sees it. */
  within(trx: Trx): Promise<RecordOf>;
  /** When an action that is stopped at a moment goes on; null when nothing stops it. */
  pauseOf(action: PausableAction, moment: EpochMs): EpochMs | null;
  /** Looks whether something was announced. */
  refresh(): Promise<void>;
}

/** Changes begin and end with an hour, so that all of its moments have one record. */
const recordsOf = (base: ParameterRecord, changes: readonly ParameterChange[]): RecordOf => {
  let known: { readonly hour: number; readonly record: ParameterRecord } | null = null;
  return (moment) => {
    const hour = Math.floor(moment / base.hourMs);
    if (known?.hour !== hour) known = { hour, record: parametersAt(base, changes, hour * base.hourMs) };
    return known.record;
  };
};

const read = async (db: Database | Trx): Promise<ParameterChange[]> =>
  (await readChanges(db)).map(({ change }) => change);

/** @param base  the network's first record, the same for all of its processes */
export const openRecords = async (db: Database, base: ParameterRecord): Promise<ParameterRecords> => {
  let changes = await read(db);
  let at = recordsOf(base, changes);
  return {
    at: (moment) => at(moment),
    within: async (trx) => recordsOf(base, await read(trx)),
    pauseOf: (action, moment) => pauseEnds(changes, action, moment),
    refresh: async () => {
      if ((await countChanges(db)) === changes.length) return;
      changes = await read(db);
      at = recordsOf(base, changes);
    },
  };
};
