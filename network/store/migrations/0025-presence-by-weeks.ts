/**
 * Presence in a table for each week of hours, so that what is old goes as a table and not row by row. What was there
 * becomes the first of them as it is, in three steps that each lock it for a moment: a bound is set, proved while rows are
 * written, and then known.
 */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';

const run = async (db: Kysely<Tables>, statements: readonly string[]): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};

/** Five weeks after what is there: long after all three steps are taken, everywhere. */
export const boundPresence = (db: Kysely<Tables>): Promise<void> =>
  run(db, [
    `create table presence_weeks (
      name text primary key, from_epoch int8 not null, to_epoch int8 not null unique, check (to_epoch > from_epoch))`,
    `insert into presence_weeks (name, from_epoch, to_epoch)
      select 'presence_before', -1, (coalesce(max(epoch), 0) / 168 + 5) * 168 from presence`,
    `do $$ begin
      execute format('alter table presence add constraint presence_is_before check (epoch < %s) not valid',
        (select to_epoch from presence_weeks));
    end $$`,
  ]);

export const provePresenceBound = (db: Kysely<Tables>): Promise<void> =>
  run(db, [`alter table presence validate constraint presence_is_before`]);

export const dividePresence = (db: Kysely<Tables>): Promise<void> =>
  run(db, [
    `alter table presence rename to presence_before`,
    `create table presence (
      device_id text not null references devices, epoch int8 not null, minute_mask numeric(20, 0) not null,
      primary key (device_id, epoch)) partition by range (epoch)`,
    `create index presence_of_hours on presence (epoch)`,
    `do $$ begin
      execute format('alter table presence attach partition presence_before for values from (minvalue) to (%s)',
        (select to_epoch from presence_weeks));
    end $$`,
  ]);
