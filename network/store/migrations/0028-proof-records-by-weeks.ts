/**
 * What was clocked of proofs in a table for each week of hours, beside presence: it is most of what a month writes, and goes
 * as a table and not row by row. What was there has no hour, and stands in a table before the first; in three steps that
 * each lock it for a moment. A process of the version before writes there too.
 */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';

const run = async (db: Kysely<Tables>, statements: readonly string[]): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};

export const boundProofRecords = (db: Kysely<Tables>): Promise<void> =>
  run(db, [
    `alter table proof_records add column epoch int8 not null default -1,
      add constraint proof_records_are_before check (epoch < 0) not valid`,
  ]);

export const proveProofRecordsBound = (db: Kysely<Tables>): Promise<void> =>
  run(db, [`alter table proof_records validate constraint proof_records_are_before`]);

export const divideProofRecords = (db: Kysely<Tables>): Promise<void> =>
  run(db, [
    `alter table proof_records rename to proof_records_before`,
    `create table proof_records (like proof_records_before including defaults) partition by range (epoch)`,
    `create index proof_records_of_devices on proof_records (device_id, at)`,
    `create index proof_records_of_models on proof_records (model, at)`,
    `alter table proof_records attach partition proof_records_before for values from (minvalue) to (0)`,
  ]);
