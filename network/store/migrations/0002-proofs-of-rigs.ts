/**
 * Challenges with a part for each GPU; what the network clocked of every part, for the fleet's pace and for patterns;
 * reviews that a pattern opened, the processors' benchmarks, and alarms about the network itself.
 */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';

const statements = [
  `alter table challenges add column parts jsonb, add column nonces jsonb, add column commitment jsonb,
    add column signature text, add column tick int8`,
  `update challenges set
    parts = jsonb_build_array(jsonb_build_object('gpu', 0, 'spec', spec)),
    nonces = case when nonce is null then null
      else jsonb_build_array(jsonb_build_object('gpu', 0, 'nonce', nonce)) end,
    commitment = case when fill_shares is null then null
      else jsonb_build_array(jsonb_build_object('gpu', 0, 'coveredBytes', 0, 'fillShares', fill_shares)) end`,
  `alter table challenges alter column parts set not null`,
  `alter table challenges drop column spec, drop column nonce, drop column fill_shares`,
  `create table proof_records (
    challenge_id text not null references challenges, gpu int4 not null, device_id text not null references devices,
    account_id text not null, class text not null, model text, tick int8, at int8 not null, verdict text not null,
    fill_ms float8 not null, walk_ms float8 not null, walk_bytes_per_ms float8 not null,
    fill_blocks_per_ms float8 not null, shares_found int4 not null, shares_expected int4 not null, telemetry jsonb,
    primary key (challenge_id, gpu))`,
  `create index proof_records_by_device on proof_records (device_id, at)`,
  `create index proof_records_by_model on proof_records (model, at)`,
  `create table reviews (
    id text primary key, device_id text not null references devices, opened_at int8 not null, closed_at int8,
    score float8 not null, reasons jsonb not null)`,
  `create unique index one_open_review on reviews (device_id) where closed_at is null`,
  `create table benchmarks (
    device_id text not null references devices, at int8 not null, permutations_per_second float8 not null)`,
  `create index benchmarks_by_device on benchmarks (device_id, at)`,
  `create table alarms (id text primary key, kind text not null, at int8 not null, detail jsonb not null)`,
];

export const proofsOfRigs = async (db: Kysely<Tables>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
