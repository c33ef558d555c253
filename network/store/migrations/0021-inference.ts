/** Inferences: what was asked for, which devices were asked, what came back, and whether it was computed again. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';

const statements = [
  `create table inferences (
    id text primary key, renter_id text not null references accounts, model text not null, prompt text,
    count int4 not null, price numeric(38, 0) not null check (price > 0), job_fees jsonb not null,
    submitted_at int8 not null, patience_until int8 not null, idempotency_key text not null,
    state text not null check (state in ('waiting', 'asked', 'done', 'expired')),
    device_id text references devices, answer_by int8, answered_at int8, epoch int8,
    tokens text, digests jsonb, signature text,
    check_state text not null
      check (check_state in ('undrawn', 'passed_over', 'open', 'right', 'falsified', 'lapsed')),
    manifest_hash text, lot_epoch int8, unique (renter_id, idempotency_key),
    check ((state = 'done') = (answered_at is not null)), check ((state in ('asked', 'done')) = (device_id is not null)))`,
  `create index inferences_waiting on inferences (submitted_at) where state in ('waiting', 'asked')`,
  `create unique index one_inference_a_device on inferences (device_id) where state = 'asked'`,
  `create index inferences_to_check on inferences (answered_at)
    where state = 'done' and check_state in ('undrawn', 'open')`,
  `create index inferences_kept on inferences (submitted_at) where prompt is not null`,
  `create table inference_asks (
    inference_id text not null references inferences, device_id text not null references devices, at int8 not null,
    primary key (inference_id, device_id))`,
  `alter table committees drop constraint committees_matter_check,
    add constraint committees_matter_known check (matter in ('appeal', 'report', 'inference')) not valid`,
];

export const inference = async (db: Kysely<Tables>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
