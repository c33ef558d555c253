/**
 * How long each device was there, carried on from hour to hour by one statement for all of them; and the speed of a
 * device's last passed proof beside the device. Both followed from a month of rows before.
 */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';

const statements = [
  `create table uptimes (
    device_id text primary key references devices, through_epoch int8 not null, served_minutes int4 not null,
    present_minutes int4 not null, continuous_minutes int4 not null)`,
  `create index presence_by_epoch on presence (epoch)`,
  `create function minutes_in(mask int8) returns int4 language sql immutable as $$
    select bit_count(mask::bit(64))::int4 $$`,
  // Minutes in a row up to the end of an hour; null when no served minute of it was missed.
  `create function row_to_end(present int8, served int8) returns int4 language sql immutable as $$
    select case when served & ~present = 0 then null
      else minutes_in(served & ~((1::int8 << (65 - position('1' in (served & ~present)::bit(64)::text))) - 1)) end $$`,
  // Takes the hour in, and out what it leaves outside of the window. An hour that is in already is not taken again.
  `create function advance_uptimes(hour int8, window_hours int4) returns void language plpgsql as $$
    declare starts int8; served int8;
    begin
      select starts_at, served_mask::int8 into starts, served from epochs where number = hour;
      insert into uptimes (device_id, through_epoch, served_minutes, present_minutes, continuous_minutes)
        select id, hour - 1, 0, 0, 0 from devices where registered_at <= starts
        on conflict (device_id) do nothing;
      update uptimes set
        served_minutes = uptimes.served_minutes + minutes_in(served),
        present_minutes = uptimes.present_minutes + minutes_in(seen.mask & served),
        continuous_minutes = coalesce(row_to_end(seen.mask, served), uptimes.continuous_minutes + minutes_in(served))
      from (
        select known.device_id, coalesce(presence.minute_mask::int8, 0) as mask from uptimes as known
        left join presence on presence.device_id = known.device_id and presence.epoch = hour
        where known.through_epoch < hour) as seen
      where seen.device_id = uptimes.device_id;
      update uptimes set
        served_minutes = uptimes.served_minutes - gone.served,
        present_minutes = uptimes.present_minutes - gone.present
      from (
        select known.device_id, sum(minutes_in(epochs.served_mask::int8))::int4 as served,
          sum(minutes_in(coalesce(presence.minute_mask::int8, 0) & epochs.served_mask::int8))::int4 as present
        from uptimes as known
        join devices on devices.id = known.device_id
        join epochs on epochs.number > known.through_epoch - window_hours and epochs.number <= hour - window_hours
          and epochs.starts_at >= devices.registered_at and epochs.served_mask > 0
        left join presence on presence.device_id = known.device_id and presence.epoch = epochs.number
        where known.through_epoch < hour
        group by known.device_id) as gone
      where gone.device_id = uptimes.device_id;
      update uptimes set through_epoch = hour where through_epoch < hour;
    end $$`,
  `do $$ declare scored record; begin
    for scored in select number from epochs where step in ('scored', 'settled', 'closed') and served_mask > 0
      order by number loop perform advance_uptimes(scored.number, 720); end loop;
  end $$`,
  `alter table devices add column proof_speed_bps int4`,
  `update devices set proof_speed_bps = passed.bps from (
    select distinct on (device_id) device_id,
      least(10000, floor(
        10000 * 2 * ((verdict->>'fillDeadlineMs')::numeric + (verdict->>'walkDeadlineMs')::numeric)
        / (3 * greatest(1, (verdict->>'fillMs')::numeric + (verdict->>'walkMs')::numeric))))::int4 as bps
    from challenges where state = 'passed' order by device_id, decided_at desc) as passed
    where passed.device_id = devices.id`,
];

export const uptimes = async (db: Kysely<Tables>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
