/**
 * Supporters beside owners: whose each cooling entry is, who supports what on which terms, how each reward was divided,
 * and whose each posting is. Until here everything on a device was its owner's.
 */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';

const statements = [
  `alter table cooling add column holder_id text references accounts`,
  `update cooling set holder_id = devices.account_id from devices where devices.id = cooling.device_id`,
  `alter table cooling alter column holder_id set not null`,
  `create index cooling_by_device on cooling (device_id)`,
  `create index cooling_by_holder on cooling (holder_id)`,
  `create index cooling_by_end on cooling (free_at) where ended_at is null`,
  `create table supporters (
    device_id text references devices, holder_id text references accounts, is_in boolean not null, leaves_at int8,
    primary key (device_id, holder_id), check (is_in or leaves_at is null))`,
  `create index supporters_by_holder on supporters (holder_id)`,
  `create index supporters_by_notice on supporters (leaves_at) where leaves_at is not null`,
  `create table notices (
    id text primary key, device_id text not null references devices, holder_id text not null references accounts,
    given_at int8 not null, leaves_at int8 not null)`,
  `create table offers (
    device_id text primary key references devices, share_bps int4 not null check (share_bps between 0 and 8000),
    is_open boolean not null, tier_level int4 not null, uptime_bps int4 not null, required numeric(38, 0) not null,
    staked numeric(38, 0) not null, capacity numeric(38, 0) not null, room numeric(38, 0) not null,
    supporters int4 not null, recent_slashes int4 not null, read_at int8 not null)`,
  `create index offers_by_reading on offers (read_at)`,
  `create table compounding (
    device_id text references devices, holder_id text references accounts, since int8 not null, done_epoch int8,
    left_over numeric(38, 0) not null default 0 check (left_over >= 0), primary key (device_id, holder_id))`,
  `alter table rewards add column owner_part numeric(38, 0), add column share_bps int4`,
  `update rewards set owner_part = reward`,
  `alter table rewards alter column owner_part set not null, add check (owner_part between 0 and reward)`,
  `create table reward_parts (
    epoch int8, device_id text, holder_id text references accounts,
    amount numeric(38, 0) not null check (amount > 0), primary key (epoch, device_id, holder_id),
    foreign key (epoch, device_id) references rewards)`,
  // A cooling entry's account names the entry; whose it is stands with the entry.
  `alter table postings add column holder_id text generated always as (case
    when account like 'wallet:%' then split_part(account, ':', 2)
    when account like 'device:%' and split_part(account, ':', 3) in ('estimate', 'confirmed', 'stake')
      then split_part(account, ':', 4) end) stored`,
  `create index postings_by_holder on postings (holder_id, transfer_id)`,
];

export const support = async (db: Kysely<Tables>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
