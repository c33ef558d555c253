/**
 * The market: a job is its renter's, and each offer of it to a device is a lease. Until here a job was one offer by the
 * play renter at a flat price, which is the price of sixty minutes at that much an hour.
 */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';

const statements = [
  `alter table jobs rename to flat_jobs`,
  `create table jobs (
    id text primary key, renter_id text not null references accounts,
    kind text not null check (kind in ('single', 'cluster')), spec jsonb not null,
    hourly_price numeric(38, 0) not null check (hourly_price > 0), max_minutes int4 not null check (max_minutes > 0),
    when_owner_returns text not null, class_name text, min_vram_bytes int8, gpus int4 not null, min_tier text,
    count int4 not null check (count > 0), target_id text references devices, is_vouched boolean not null,
    submitted_at int8 not null, patience_until int8 not null,
    state text not null check (state in ('waiting', 'offered', 'leased', 'ended')), outcome text, ended_at int8,
    idempotency_key text not null, job_fees jsonb not null, unique (renter_id, idempotency_key),
    check ((state = 'ended') = (outcome is not null)))`,
  `create index jobs_not_ended on jobs (submitted_at) where state <> 'ended'`,
  `create table job_members (
    id text primary key, job_id text not null references jobs, rank int4 not null, unique (job_id, rank))`,
  `create table leases (
    id text primary key, job_id text not null references jobs, member_id text not null references job_members,
    rank int4 not null, device_id text not null references devices, class_name text not null, tier text not null,
    state text not null
      check (state in ('offered', 'accepted', 'held', 'declined', 'lapsed', 'released', 'ended')),
    offered_at int8 not null, answer_by int8 not null, start_by int8 not null, accepted_at int8, began_at int8,
    expires_at int8, ended_at int8, outcome text, minutes int4, price numeric(38, 0), bill text, heard_end_at int8,
    log_next int8 not null default 0, log_mark text, log_bytes int8 not null default 0,
    log_first int8 not null default 0, is_log_complete boolean not null default false,
    check ((state = 'ended') = (price is not null)))`,
  `create unique index one_job_a_device on leases (device_id) where state in ('offered', 'accepted', 'held')`,
  `create unique index one_lease_a_member on leases (member_id) where state in ('offered', 'accepted', 'held')`,
  `create unique index one_offer_a_device on leases (member_id, device_id)`,
  `create index leases_by_job on leases (job_id)`,
  `create table lease_turns (
    lease_id text not null references leases, at int8 not null, kind text not null check (kind in ('running', 'frozen')),
    primary key (lease_id, at, kind))`,
  `create table lease_logs (
    lease_id text not null references leases, seq int8 not null, lines jsonb not null, bytes int4 not null,
    is_after_gap boolean not null, primary key (lease_id, seq))`,

  `insert into accounts (id, name, opened_at, compliance_level)
    select 'play-renter', 'play renter', min(offered_at), 0 from flat_jobs having count(*) > 0
    on conflict do nothing`,
  // A device has one job at a time. Where it had accepted several, the newest is its; the others wait for nobody, and
  // are given back by the first look at what is due.
  `create table flat_states as
    select id, case
      when state = 'accepted' then case when id = first_value(id) over newest then 'held' else 'lapsed' end
      when accepted_at is null then 'never' else 'ended' end as state
    from flat_jobs window newest as (partition by device_id, state order by accepted_at desc)`,
  `insert into jobs
    select f.id, 'play-renter', 'single', f.spec, f.price, 60, 'freeze', null, null, 0, null, 1, f.device_id, true,
      f.offered_at, case s.state when 'lapsed' then 0 else f.expires_at end,
      case s.state when 'held' then 'leased' when 'lapsed' then 'waiting' else 'ended' end,
      case when s.state in ('held', 'lapsed') then null when s.state = 'never' then 'expired'
        when f.state = 'expired' then 'device_lost' when f.outcome in ('done', 'failed') then f.outcome
        else 'device_left' end,
      case when s.state in ('held', 'lapsed') then null else coalesce(f.ended_at, f.expires_at) end, f.id,
      '{"reservationBps": 25, "dollarBps": 200}'
    from flat_jobs f join flat_states s on s.id = f.id`,
  `insert into job_members select id, id, 0 from flat_jobs`,
  `insert into leases (id, job_id, member_id, rank, device_id, class_name, tier, state, offered_at, answer_by, start_by,
      accepted_at, began_at, expires_at, ended_at, outcome, minutes, price)
    select f.id, f.id, f.id, 0, f.device_id, d.claim ->> 'class', 'unranked',
      case s.state when 'never' then 'lapsed' else s.state end, f.offered_at, f.expires_at, f.expires_at, f.accepted_at,
      f.accepted_at, f.expires_at, j.ended_at, case s.state when 'ended' then j.outcome end,
      case s.state when 'ended' then 0 end,
      case s.state when 'ended' then case f.outcome when 'done' then f.price else 0 end end
    from flat_jobs f join flat_states s on s.id = f.id join devices d on d.id = f.device_id join jobs j on j.id = f.id`,
  `drop table flat_states`,
  `drop table flat_jobs`,
];

export const market = async (db: Kysely<Tables>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
