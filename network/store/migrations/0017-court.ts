/**
 * The court: what each slash is for and who is paid for it, appeals, reports of frauds, what renters report of absent
 * devices, and the committees that decide, with their votes.
 */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';

const statements = [
  `alter table slashes add column cause text, add column offence_at int8, add column offence_epoch int8,
    add column reporter_id text references accounts, add column renter_id text references accounts,
    add column harm numeric(38, 0) check (harm >= 0), add check ((renter_id is null) = (harm is null))`,
  `create unique index one_slash_a_cause on slashes (cause)`,
  `create index slashes_by_device on slashes (device_id)`,
  `create index slashes_by_hour on slashes (offence_epoch) where offence_epoch is not null`,
  `create index leases_by_end on leases (ended_at)`,
  `create index slashes_in_escrow on slashes (appeal_until) where state = 'escrow'`,
  `create table appeals (
    id text primary key, slash_id text not null unique references slashes, account_id text not null references accounts,
    public_key text not null, grounds text not null, text text not null, refs jsonb not null, at int8 not null,
    state text not null check (state in ('open', 'won', 'lost')), decided_at int8,
    decided_by text check (decided_by in ('committee', 'operator')), reason text,
    check ((state = 'open') = (decided_at is null)))`,
  `create table reports (
    id text primary key, reporter_id text references accounts, review_id text unique references reviews, device_id text not null references devices,
    claim text not null, text text not null, cited jsonb not null, at int8 not null, idempotency_key text not null,
    state text not null check (state in ('open', 'upheld', 'unproven', 'frivolous')), decided_at int8,
    decided_by text check (decided_by in ('committee', 'operator', 'earlier_report')), reason text,
    slash_id text references slashes, unique (reporter_id, idempotency_key),
    check ((reporter_id is null) = (review_id is not null)),
    check ((state = 'open') = (decided_at is null)))`,
  `create index reports_by_device on reports (device_id)`,
  `create index reports_open on reports (at) where state = 'open'`,
  `create table absence_reports (
    lease_id text primary key references leases, renter_id text not null references accounts, at int8 not null,
    state text not null check (state in ('waiting', 'charged', 'unfounded')), decided_at int8,
    check ((state = 'waiting') = (decided_at is null)))`,
  `create index absence_reports_waiting on absence_reports (at) where state = 'waiting'`,
  `create table committees (
    id text primary key, matter text not null check (matter in ('appeal', 'report')), matter_id text not null,
    round int4 not null, members jsonb not null, manifest_hash text not null, lot_epoch int8 not null,
    drawn_at int8 not null, decide_by int8 not null,
    state text not null check (state in ('sitting', 'decided', 'undecided')), unique (matter_id, round))`,
  `create unique index one_sitting_a_matter on committees (matter_id) where state = 'sitting'`,
  `create table votes (
    committee_id text not null references committees, account_id text not null references accounts,
    finding text not null check (finding in ('upheld', 'rejected', 'frivolous')), public_key text not null,
    signature text not null, at int8 not null, primary key (committee_id, account_id, finding))`,
];

export const court = async (db: Kysely<Tables>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
