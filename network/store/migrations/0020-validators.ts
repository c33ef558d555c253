/** Validators: their stake on its way out, what they found, and slashes that are theirs and no device's. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';

const statements = [
  `create table validators (
    id text primary key, account_id text not null unique references accounts, public_key text not null,
    address text not null, registered_at int8 not null, left_at int8)`,
  `create table validator_cooling (
    id text primary key, validator_id text not null references validators, amount numeric(38, 0) not null,
    asked_at int8 not null, free_at int8 not null, ended_at int8, check (amount >= 0))`,
  `create index validator_cooling_by_validator on validator_cooling (validator_id)`,
  `create table validator_work (
    validator_id text not null references validators, matter text not null, is_correct boolean not null,
    at int8 not null, paid_as text, primary key (validator_id, matter), check (is_correct or paid_as is null))`,
  `create index validator_work_unpaid on validator_work (at) where is_correct and paid_as is null`,
  `alter table slashes alter column device_id drop not null, add column validator_id text references validators,
    add constraint one_stake_a_slash check ((device_id is null) <> (validator_id is null)) not valid`,
  `create index slashes_by_validator on slashes (validator_id) where validator_id is not null`,
];

export const validators = async (db: Kysely<Tables>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
