/**
 * Hourly releases of public data, and what they need of an hour that only its closing knows. What is out is never changed,
 * so the database refuses it. Hours that were closed before this step lack those facts and are never published.
 */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';

const statements = [
  `alter table rewards add column compliance_level int4, add column quality_bps int4, add column state text,
    add column slashed numeric(38, 0)`,
  `alter table slashes add column told_epoch int8`,
  `alter table devices add column reported_state text`,
  `create table hour_coins (
    epoch int8 primary key references epochs, granted_ever numeric(38, 0) not null,
    burned_ever numeric(38, 0) not null, supply numeric(38, 0) not null)`,
  `create table releases (
    epoch int8 primary key references epochs, block_id text not null unique, rows int8 not null,
    manifest text not null, manifest_hash text not null unique, made_at int8 not null)`,
  `create table release_rows (
    epoch int8 not null references releases, row int4 not null, device_id text not null, line text not null,
    leaf text not null, primary key (epoch, row))`,
  `create index release_rows_by_device on release_rows (device_id, epoch)`,
  `create table release_signatures (
    id int8 generated always as identity primary key, epoch int8 not null references releases, key text not null,
    signed_by text not null check (signed_by in ('network', 'validator')), signature text not null, at int8 not null,
    unique (epoch, key))`,
  `create table owner_tags (
    account_id text not null references accounts, quarter int8 not null, tag text not null unique,
    primary key (account_id, quarter))`,
  `create table release_countries (epoch int8 primary key references releases, memory text not null)`,
  ...['releases', 'release_rows', 'release_signatures'].map(
    (table) => `create trigger ${table}_append_only before update or delete on ${table}
      for each row execute function refuse_change()`,
  ),
];

export const releases = async (db: Kysely<Tables>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
