/** Which process each device is connected to, and a quick way to the ends of jobs that a device has not confirmed. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';

const statements = [
  `create table sessions (
    device_id text primary key references devices, process_id text not null, began_at int8 not null,
    state text not null check (state in ('ready', 'hired', 'paused')))`,
  `create index sessions_by_process on sessions (process_id)`,
  `create index leases_unheard_ends on leases (ended_at) where accepted_at is not null and heard_end_at is null`,
];

export const sessions = async (db: Kysely<Tables>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
