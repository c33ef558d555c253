/** The first tables. The ledger's rules are the database's own: it refuses an unbalanced, changed or overdrawn one. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';

const statements = [
  `create table devices (
    id text primary key, public_key text not null unique, account_id text not null, name text not null,
    claim jsonb not null, registered_at int8 not null, compliance_level int4 not null,
    verified_hours int4 not null default 0, failed_in_row int4 not null default 0, revoked_at int8)`,
  `create table nonces (key_id text, nonce text, expires_at int8 not null, primary key (key_id, nonce))`,
  `create index nonces_by_expiry on nonces (expires_at)`,
  `create table epochs (
    number int8 primary key, starts_at int8 not null, ends_at int8 not null check (ends_at > starts_at),
    is_part boolean not null, emission_hour int8 not null, hour_ms int8 not null, step text not null default 'open'
      check (step in ('open', 'ended', 'scored', 'settled', 'closed')),
    served_mask numeric(20, 0) not null default 0, closed_at int8)`,
  `create unique index one_open_epoch on epochs (step) where step = 'open'`,
  `create table pool_hours (
    epoch int8 references epochs, pool text, minted numeric(38, 0) not null, carried_in numeric(38, 0) not null,
    paid numeric(38, 0) not null, carried_out numeric(38, 0) not null, primary key (epoch, pool),
    check (minted + carried_in = paid + carried_out))`,
  `create table rewards (
    epoch int8 references epochs, device_id text references devices, reward numeric(38, 0) not null check (reward >= 0),
    reason text not null, primary key (epoch, device_id))`,
  `create table presence (
    device_id text references devices, epoch int8, minute_mask numeric(20, 0) not null, primary key (device_id, epoch))`,
  `create table challenges (
    id text primary key, device_id text not null references devices, epoch int8 not null, spec jsonb not null,
    fill_deadline_ms int8 not null, walk_deadline_ms int8 not null, sent_at int8 not null, state text not null,
    nonce text, fill_shares jsonb, decided_epoch int8, decided_at int8, verdict jsonb)`,
  `create index challenges_by_device on challenges (device_id, epoch)`,
  `create index challenges_by_decision on challenges (decided_epoch, device_id)`,
  `create table transfers (
    id int8 generated always as identity primary key, idempotency_key text not null unique, kind text not null,
    device_id text, epoch int8, reference text not null, at int8 not null)`,
  `create index transfers_by_device on transfers (device_id, id)`,
  `create table postings (
    transfer_id int8 not null references transfers, account text not null, amount numeric(38, 0) not null
      check (amount <> 0), primary key (transfer_id, account))`,
  `create index postings_by_account on postings (account)`,
  `create table cooling (
    id text primary key, device_id text not null references devices, amount numeric(38, 0) not null check (amount >= 0),
    asked_at int8 not null, free_at int8 not null, ended_at int8)`,
  `create table slashes (
    id text primary key, device_id text not null references devices, offence text not null,
    at int8 not null, appeal_until int8 not null,
    state text not null check (state in ('escrow', 'returned', 'executed')), evidence jsonb not null,
    record text not null)`,
  `create table jobs (
    id text primary key, device_id text not null references devices, spec jsonb not null, price numeric(38, 0) not null,
    pay numeric(38, 0) not null, offered_at int8 not null, expires_at int8 not null, signature text not null,
    state text not null check (state in ('offered', 'accepted', 'ended', 'expired')), accepted_at int8, ended_at int8,
    outcome text)`,
  `create table device_events (
    device_id text references devices, event_id text, at int8 not null, received_at int8 not null, event jsonb not null,
    primary key (device_id, event_id))`,
  `create table link_tests (
    device_id text references devices, at int8, down_mbps float8 not null, up_mbps float8 not null,
    primary key (device_id, at))`,
  `create table secrets (name text primary key, value text not null)`,

  `create function refuse_change() returns trigger language plpgsql as $$
    begin raise exception '% is append-only', tg_table_name; end $$`,
  `create trigger transfers_append_only before update or delete on transfers
    for each row execute function refuse_change()`,
  `create trigger postings_append_only before update or delete on postings
    for each row execute function refuse_change()`,
  `create trigger transfers_never_emptied before truncate on transfers execute function refuse_change()`,
  `create trigger postings_never_emptied before truncate on postings execute function refuse_change()`,
  `create function check_transfer() returns trigger language plpgsql as $$
    declare total numeric; parts int8;
    begin
      select coalesce(sum(amount), 0), count(*) into total, parts from postings where transfer_id = new.id;
      if total <> 0 or parts < 2 then raise exception 'transfer % sums to % over % postings', new.id, total, parts; end if;
      return null;
    end $$`,
  `create function check_posting() returns trigger language plpgsql as $$
    declare total numeric;
    begin
      select coalesce(sum(amount), 0) into total from postings where transfer_id = new.transfer_id;
      if total <> 0 then raise exception 'transfer % sums to %', new.transfer_id, total; end if;
      if new.account not in ('emission', 'play') then
        select sum(amount) into total from postings where account = new.account;
        if total < 0 then raise exception 'account % would hold %', new.account, total; end if;
      end if;
      return null;
    end $$`,
  `create constraint trigger transfers_balance after insert on transfers deferrable initially deferred
    for each row execute function check_transfer()`,
  `create constraint trigger postings_balance after insert on postings deferrable initially deferred
    for each row execute function check_posting()`,
];

export const firstTables = async (db: Kysely<Tables>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
