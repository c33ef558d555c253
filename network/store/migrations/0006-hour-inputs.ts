/** What an hour was scored by, kept with it, so that anybody with the tables can work it out again. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';

const statements = [`alter table epochs add column parameters text`, `alter table rewards add column input text`];

export const hourInputs = async (db: Kysely<Tables>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
