/**
 * The chain of network hours: one is open, each begins where the one before ended. It finds, opens and ends hours; what
 * an ended hour pays is in closing.ts.
 */
import type { Selectable } from 'kysely';
import { PerigeeError } from '../../../shared/contract/codes.ts';
import type { EpochMs } from '../../../shared/units/time.ts';
import type { EpochTable } from '../../store/tables/epochs.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';

export type Hour = Selectable<EpochTable>;

/** The end of the hour that a moment falls in; hours are whole multiples of their length since 1970 UTC. */
const hourEnd = (at: EpochMs, hourMs: number): EpochMs => (Math.floor(at / hourMs) + 1) * hourMs;

export const openHour = async (trx: Trx | Network['db']): Promise<Hour> =>
  trx.selectFrom('epochs').selectAll().where('step', '=', 'open').executeTakeFirstOrThrow();

/** The hour after one that has ended. */
export const hourAfter = (
  hour: Pick<Hour, 'number' | 'endsAt' | 'isPart' | 'emissionHour'>,
  hourMs: number,
): Omit<Hour, 'step' | 'servedMask' | 'closedAt' | 'parameters'> => {
  const endsAt = hourEnd(hour.endsAt, hourMs);
  return {
    number: hour.number + 1,
    startsAt: hour.endsAt,
    endsAt,
    isPart: endsAt - hour.endsAt < hourMs,
    emissionHour: hour.emissionHour + (hour.isPart ? 0 : 1),
    hourMs,
  };
};

/**
 * Makes the network's first hour, or fits the open one to an hour length that was changed while the network was down:
 * an hour that cannot run its length any more ends now, as a part hour that pays nobody.
 *
 * @param isAlone  no other process of the network is there
 * @throws SETTINGS_INVALID when others are there and have hours of another length
 */
export const startHours = (
  { db, parameters }: Pick<Network, 'db' | 'parameters'>,
  now: EpochMs,
  isAlone: boolean,
): Promise<Hour> =>
  inTransaction(db, async (trx) => {
    const { hourMs } = parameters;
    const open = await trx.selectFrom('epochs').selectAll().where('step', '=', 'open').executeTakeFirst();
    if (open === undefined) {
      const endsAt = hourEnd(now, hourMs);
      return trx
        .insertInto('epochs')
        .values({
          number: 0,
          startsAt: now,
          endsAt,
          isPart: endsAt - now < hourMs,
          emissionHour: 0,
          hourMs,
          closedAt: null,
          parameters: null,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
    }
    if (open.hourMs === hourMs || open.endsAt <= now) return open;
    if (!isAlone)
      throw new PerigeeError('SETTINGS_INVALID', { key: 'hour', detail: `the network has hours of ${open.hourMs} ms` });
    return trx
      .updateTable('epochs')
      .set({ endsAt: Math.max(now, open.startsAt + 1), isPart: true })
      .where('number', '=', open.number)
      .returningAll()
      .executeTakeFirstOrThrow();
  });

/** The hour of a moment that is not before the open one, though nobody may have opened it yet. */
export const runningHour = (open: Hour, now: EpochMs, hourMs: number): ReturnType<typeof hourAfter> => {
  let running: ReturnType<typeof hourAfter> = open;
  while (running.endsAt <= now) running = hourAfter(running, hourMs);
  return running;
};

/**
 * Ends the open hour and opens the next, in one transaction.
 *
 * @returns the open hour afterwards: the next one, or a later one when somebody else was quicker
 */
export const turnHour = ({ db, parameters }: Pick<Network, 'db' | 'parameters'>, ending: Hour): Promise<Hour> =>
  inTransaction(db, async (trx) => {
    const ended = await trx
      .updateTable('epochs')
      .set({ step: 'ended' })
      .where('number', '=', ending.number)
      .where('step', '=', 'open')
      .executeTakeFirst();
    if (ended.numUpdatedRows === 0n) return openHour(trx);
    return trx
      .insertInto('epochs')
      .values({ ...hourAfter(ending, parameters.hourMs), closedAt: null, parameters: null })
      .returningAll()
      .executeTakeFirstOrThrow();
  });
