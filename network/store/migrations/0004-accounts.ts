/** Accounts of their own: until here a device was its owner's account. Each such device keeps the account that it was. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';

const statements = [
  `create table accounts (
    id text primary key, name text not null, opened_at int8 not null,
    compliance_level int4 not null check (compliance_level between 0 and 4))`,
  `insert into accounts (id, name, opened_at, compliance_level)
    select distinct on (account_id) account_id, name, registered_at, compliance_level from devices
    order by account_id, registered_at`,
  `alter table devices drop column compliance_level`,
  `alter table devices add constraint devices_account foreign key (account_id) references accounts`,
  `create index devices_by_account on devices (account_id)`,
  `create table members (
    public_key text primary key, account_id text not null references accounts, name text not null,
    role text not null check (role in ('viewer', 'staff', 'owner')), added_at int8 not null, removed_at int8)`,
  `create index members_by_account on members (account_id)`,
  `create table enrolments (
    id text primary key, account_id text not null references accounts, token_sha256 text not null unique,
    uses_left int4 not null check (uses_left >= 0), created_at int8 not null, expires_at int8 not null)`,
  `create index enrolments_by_account on enrolments (account_id)`,
];

export const accounts = async (db: Kysely<Tables>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
