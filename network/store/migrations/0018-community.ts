/** Changes of the parameter record, the public issues that give their reasons, votes on them, and what everybody is told. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';

const onlyAddedTo = (table: string): string =>
  `create trigger ${table}_are_kept before update or delete or truncate on ${table}
    for each statement execute function keep_as_written()`;

const statements = [
  `create table issues (
    id text primary key, kind text not null check (kind in ('bug', 'fraud', 'parameter', 'feature', 'data')),
    title text not null, text text not null, opened_by text references accounts, opened_at int8 not null,
    state text not null, since int8 not null, date int8, redacted_at int8,
    check ((state = 'scheduled') <= (date is not null)))`,
  `create index issues_by_opening on issues (opened_at, id)`,
  `create index issues_by_account on issues (opened_by, opened_at)`,
  `create table issue_steps (
    issue_id text references issues, seq int4, at int8 not null,
    step text not null check (step in ('opened', 'moved', 'redacted')), state text, date int8, note text,
    primary key (issue_id, seq))`,
  onlyAddedTo('issue_steps'),
  `create table parameter_changes (
    seq int8 generated always as identity primary key, id text not null unique, key text not null, value text not null,
    class text not null check (class in ('user_affecting', 'technical', 'emergency')), announced_at int8 not null,
    effective_at int8 not null, expires_at int8, issue text not null references issues, vote text,
    signer text not null, signature text not null)`,
  onlyAddedTo('parameter_changes'),
  `create table public_notices (
    id int8 generated always as identity primary key, kind text not null, facts jsonb not null, at int8 not null,
    effective_at int8, issue text references issues)`,
  onlyAddedTo('public_notices'),
  `create table proposals (
    id text primary key, proposer_id text not null references accounts, issue text not null references issues,
    key text not null, value text not null, opened_at int8 not null, staked numeric(38, 0) not null check (staked >= 0),
    outcome text check (outcome in ('frivolous', 'dropped', 'rejected', 'passed')), ended_at int8,
    idempotency_key text not null, unique (proposer_id, idempotency_key),
    check ((outcome is null) = (ended_at is null)))`,
  `create table proposal_weights (
    proposal_id text references proposals, account_id text references accounts,
    weight numeric(38, 0) not null check (weight > 0), primary key (proposal_id, account_id))`,
  onlyAddedTo('proposal_weights'),
  `create table proposal_votes (
    proposal_id text, account_id text, ballot text check (ballot in ('straw', 'vote')),
    choice text not null check (choice in ('for', 'against', 'abstain')), at int8 not null,
    primary key (proposal_id, account_id, ballot),
    foreign key (proposal_id, account_id) references proposal_weights)`,
  onlyAddedTo('proposal_votes'),
  `create table questions (
    id text primary key, account_id text not null references accounts, text text not null, asked_at int8 not null,
    answer text, answered_at int8, check ((answer is null) = (answered_at is null)))`,
  `create table question_votes (
    question_id text references questions, account_id text references accounts, primary key (question_id, account_id))`,
  `create table roadmap_entries (
    id text primary key, title text not null, text text not null,
    state text not null check (state in ('planned', 'in_progress', 'done', 'dropped')), date int8,
    issue text references issues, updated_at int8 not null)`,
  `create table deeds (
    id text primary key, account_id text not null references accounts, kind text not null, at int8 not null,
    facts jsonb not null)`,
  `create index deeds_by_account on deeds (account_id, at)`,
  onlyAddedTo('deeds'),
  `create table astronauts (
    account_id text primary key references accounts, tag text unique, referral_code text not null unique)`,
  `create table referrals (
    account_id text primary key references accounts, referrer_id text not null references accounts, at int8 not null,
    check (account_id <> referrer_id))`,
  `create table astronaut_turns (
    kind text check (kind in ('uptime', 'payout')), month int8, primary key (kind, month))`,
];

export const community = async (db: Kysely<Tables>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
