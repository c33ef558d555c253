/**
 * What more is kept of each card's proof: the way to its device, where in the memory a wrong fill was, and what the card
 * was at. Proofs of before have none of it.
 */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';

const statements = [
  `alter table proof_records add column round_trip_floor_ms float8, add column round_trip_jitter_ms float8,
    add column fill_by_shard jsonb not null default '[]'`,
  `update proof_records set telemetry = telemetry || '{"conditions": null}' where telemetry is not null`,
];

export const proofFeatures = async (db: Kysely<Tables>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
