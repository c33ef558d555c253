/**
 * Cases of compliance: one row for each time a check was begun, the signatures that were given for a check, what became
 * of an account's level, and what Localnet's reviewers decided. Nothing of a person is in any of them.
 */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';

const statements = [
  `create table compliance_cases (
    id text primary key, seq int8 not null generated always as identity unique,
    account_id text not null references accounts, check_name text not null, provider text not null, reference text,
    hand_off_url text, state text not null check (state in ('submitted', 'approved', 'rejected')),
    began_at int8 not null, held_until int8, decided_at int8, expires_at int8, rejected_for text,
    erase_asked_at int8, erased_at int8, check ((state = 'submitted') = (decided_at is null)))`,
  `create unique index one_waiting_case_a_check on compliance_cases (account_id, check_name) where state = 'submitted'`,
  `create index compliance_cases_by_account on compliance_cases (account_id, check_name, seq)`,
  `create table compliance_signatures (
    case_id text primary key references compliance_cases, public_key text not null, message text not null,
    signature text not null)`,
  `create table compliance_turns (
    seq int8 primary key generated always as identity, account_id text not null references accounts, at int8 not null,
    kind text not null check (kind in ('level', 'falls_soon')), level int4 not null, falls_at int8)`,
  `create index compliance_turns_by_account on compliance_turns (account_id, seq)`,
  `create table compliance_reviews (
    reference text primary key, check_name text not null, began_at int8 not null,
    decision text check (decision in ('approved', 'rejected')), expires_at int8, reason text)`,
  `alter table accounts add column compliance_falls_at int8`,
  `alter table accounts add column compliance_noticed_for int8`,
  `create index accounts_to_fall on accounts (compliance_falls_at) where compliance_falls_at is not null`,
];

export const compliance = async (db: Kysely<Tables>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
