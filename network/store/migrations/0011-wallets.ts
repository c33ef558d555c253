/** Wallets of accounts and their changes, intents that a wallet signs, and notices to an account's members. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';

const statements = [
  `alter table accounts add column wallet_key text, add column payout_address text`,
  `create table wallet_changes (
    id text primary key, account_id text not null references accounts, number int4 not null,
    kind text not null check (kind in ('wallet_key', 'payout_address')), value text not null,
    asked_at int8 not null, asked_by text not null, effective_at int8 not null, is_signed boolean not null,
    state text not null check (state in ('waiting', 'made', 'cancelled')), ended_at int8, ended_by text,
    unique (account_id, number))`,
  `create unique index one_waiting_change on wallet_changes (account_id, kind) where state = 'waiting'`,
  `create index wallet_changes_by_state on wallet_changes (state, effective_at)`,
  `create table intents (
    id text primary key, account_id text not null references accounts, device_id text not null references devices,
    asked text not null, facts text not null, text text not null, created_at int8 not null, expires_at int8 not null,
    state text not null check (state in ('open', 'done', 'refused')), ended_at int8, signature text, outcome jsonb)`,
  `create index intents_by_account on intents (account_id, created_at)`,
  `create index open_intents on intents (expires_at) where state = 'open'`,
  `create table account_notices (
    id int8 generated always as identity primary key, account_id text not null references accounts,
    kind text not null, facts jsonb not null, at int8 not null, read_at int8)`,
  `create index account_notices_by_account on account_notices (account_id, id)`,
];

export const wallets = async (db: Kysely<Tables>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
