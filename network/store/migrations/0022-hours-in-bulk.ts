/**
 * What an hour writes for every device, without a look at each row. The ledger's rules, kept once for each statement instead of once for each row, and without reading a table: what an hour
 * posts for many devices costs what its rows cost, and transactions that post to different accounts do not meet.
 *
 * A serializable transaction that looks a row up has read the whole page of the index that the row is in, and whoever
 * posts next writes to that very page. So nothing is looked up: a transaction remembers which of its own transfers have no
 * postings yet, and a statement adds all postings of a transfer.
 */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';

const statements = [
  // Ids of transfers that this transaction made and has not posted, in a setting that ends with it.
  `create function waiting_transfers() returns int8[] language sql stable as $$
    select coalesce(nullif(current_setting('perigee.waiting_transfers', true), ''), '{}')::int8[] $$`,
  `create function begin_transfers() returns trigger language plpgsql as $$
    begin
      perform set_config('perigee.waiting_transfers',
        (waiting_transfers() || (select coalesce(array_agg(id), '{}') from added))::text, true);
      return null;
    end $$`,
  `create trigger transfers_begun after insert on transfers
    referencing new table as added for each statement execute function begin_transfers()`,
  `create function check_postings() returns trigger language plpgsql as $$
    declare wrong record; waiting int8[] := waiting_transfers(); posted int8[];
    begin
      select transfer_id, sum(amount) as total into wrong from added group by transfer_id having sum(amount) <> 0 limit 1;
      if found then raise exception 'transfer % sums to %', wrong.transfer_id, wrong.total; end if;
      select coalesce(array_agg(distinct transfer_id), '{}') into posted from added;
      select unnest(posted) as transfer_id except select unnest(waiting) into wrong limit 1;
      if found then raise exception 'transfer % was not made with these postings', wrong.transfer_id; end if;
      perform set_config('perigee.waiting_transfers',
        case when cardinality(posted) = cardinality(waiting) then ''
          else (select array(select unnest(waiting) except select unnest(posted)))::text end, true);
      return null;
    end $$`,
  `create trigger postings_balanced after insert on postings
    referencing new table as added for each statement execute function check_postings()`,
  `drop trigger postings_balance on postings`,
  `drop function check_posting()`,
  `alter table postings drop constraint postings_transfer_id_fkey`,
  // At the commit: a key that moved nothing would keep the coins that it stands for from ever moving.
  `create or replace function check_transfer() returns trigger language plpgsql as $$
    begin
      if coalesce(current_setting('perigee.waiting_transfers', true), '') <> '' then
        raise exception 'transfers % sum to 0 over 0 postings', current_setting('perigee.waiting_transfers', true);
      end if;
      return null;
    end $$`,
  `create or replace function keep_balances() returns trigger language plpgsql as $$
    declare short record;
    begin
      with kept as (
        insert into balances as held (account, amount)
          select account, sum(amount) from added group by account order by account
          on conflict (account) do update set amount = held.amount + excluded.amount
          returning account, amount)
      select account, amount into short from kept where amount < 0 and account not in ('emission', 'play') limit 1;
      if found then raise exception 'account % would hold %', short.account, short.amount; end if;
      return null;
    end $$`,
  // Each of these rows changes at every hour's end: beside itself it finds room for what it becomes, and no index changes.
  ...['balances', 'uptimes', 'devices'].map((table) => `alter table ${table} set (fillfactor = 50)`),
  `create function check_rewards() returns trigger language plpgsql as $$
    begin
      if exists (select from added left join devices on devices.id = added.device_id where devices.id is null)
        or exists (select from (select distinct epoch from added) as hours left join epochs on epochs.number = hours.epoch
          where epochs.number is null)
      then raise exception 'a reward of a device or an hour that is not there'; end if;
      return null;
    end $$`,
  `create trigger rewards_known after insert on rewards
    referencing new table as added for each statement execute function check_rewards()`,
  `alter table rewards drop constraint rewards_device_id_fkey, drop constraint rewards_epoch_fkey`,
  // As before, and each row is written once.
  `create or replace function advance_uptimes(hour int8, window_hours int4) returns void language plpgsql as $$
    declare starts int8; served int8;
    begin
      select starts_at, served_mask::int8 into starts, served from epochs where number = hour;
      insert into uptimes (device_id, through_epoch, served_minutes, present_minutes, continuous_minutes)
        select id, hour - 1, 0, 0, 0 from devices where registered_at <= starts
          and not exists (select from uptimes where device_id = devices.id)
        on conflict (device_id) do nothing;
      update uptimes set
        served_minutes = uptimes.served_minutes + minutes_in(served) - seen.gone_served,
        present_minutes = uptimes.present_minutes + minutes_in(seen.mask & served) - seen.gone_present,
        continuous_minutes = coalesce(row_to_end(seen.mask, served), uptimes.continuous_minutes + minutes_in(served)),
        through_epoch = hour
      from (
        select known.device_id, coalesce(presence.minute_mask::int8, 0) as mask,
          coalesce(gone.served, 0) as gone_served, coalesce(gone.present, 0) as gone_present
        from uptimes as known
        left join presence on presence.device_id = known.device_id and presence.epoch = hour
        left join (
          select old.device_id, sum(minutes_in(epochs.served_mask::int8))::int4 as served,
            sum(minutes_in(coalesce(was.minute_mask::int8, 0) & epochs.served_mask::int8))::int4 as present
          from uptimes as old
          join devices on devices.id = old.device_id
          join epochs on epochs.number > old.through_epoch - window_hours and epochs.number <= hour - window_hours
            and epochs.starts_at >= devices.registered_at and epochs.served_mask > 0
          left join presence as was on was.device_id = old.device_id and was.epoch = epochs.number
          where old.through_epoch < hour
          group by old.device_id) as gone on gone.device_id = known.device_id
        where known.through_epoch < hour) as seen
      where seen.device_id = uptimes.device_id;
    end $$`,
  // Of a table that was empty when it was last looked at, the planner expects a row, and would read what the statement itself
  // writes once for every device.
  `alter function advance_uptimes(int8, int4) set enable_nestloop = off`,
  // The last tests of a device beside each other, read at every hour's end. Absent: it was not tested since this step.
  `create table recent_link_tests (device_id text primary key references devices, tests text not null)`,
  `create function keep_recent_link_tests() returns trigger language plpgsql as $$
    begin
      insert into recent_link_tests (device_id, tests)
        select new.device_id, string_agg(at || ' ' || down_mbps || ' ' || up_mbps, ',' order by at) from (
          select at, down_mbps, up_mbps from link_tests where device_id = new.device_id order by at desc limit 24) as last
        on conflict (device_id) do update set tests = excluded.tests;
      return null;
    end $$`,
  `create trigger link_tests_kept_recent after insert on link_tests
    for each row execute function keep_recent_link_tests()`,
];

export const hoursInBulk = async (db: Kysely<Tables>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
