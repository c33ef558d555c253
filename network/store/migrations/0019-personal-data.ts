/**
 * Personal data in a schema of its own, which a role of its own owns: the service's role may take that role on for one
 * transaction, and has no rights there otherwise. Where it may not make roles (or is a superuser, who may do everything),
 * the schema is there and the role keeps nobody out; the service says so when it starts.
 *
 * No key leads out of the schema, so that its rows can go without anything else.
 */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';

/** From 16 on a member may be one that cannot take the role on, as whoever made it is at first. */
const mayTakeOn = `pg_has_role(oid, case when current_setting('server_version_num')::int4 < 160000 then 'MEMBER' else 'SET' end)`;

/**
 * Roles are the server's, not the database's: another network there may have made them already. Between the service's role
 * and the one that owns personal data is a door that inherits nothing: who stands in it may take that role on, and has none
 * of its rights before. (A service that inherited nothing itself would lose its own database, which it owns by a role.)
 */
const makeRoles = `do $$ begin
    if not exists (select from pg_roles where rolname = 'perigee_personal') then
      create role perigee_personal nologin;
      create role perigee_personal_door nologin noinherit;
      grant perigee_personal to perigee_personal_door;
    end if;
  exception when duplicate_object or unique_violation or insufficient_privilege then null;
  end $$`;

const openDoor = `do $$ begin
    if exists (select from pg_roles where rolname = 'perigee_personal' and not ${mayTakeOn}) then
      execute format('grant perigee_personal_door to %I', current_user);
    end if;
  exception when undefined_object or insufficient_privilege then null;
  end $$`;

/** The schema last: whoever gave it away no longer finds what is in it. */
const handOver = `do $$ begin
    if exists (select from pg_roles where rolname = 'perigee_personal' and ${mayTakeOn}) then
      grant usage, create on schema personal to perigee_personal;
      alter table personal.persons owner to perigee_personal;
      alter table personal.documents owner to perigee_personal;
      alter schema personal owner to perigee_personal;
    end if;
  end $$`;

const statements = [
  makeRoles,
  openDoor,
  `create schema personal`,
  `create table personal.persons (
    account_id text primary key, legal_name text not null, country text not null, told_at int8 not null)`,
  `create table personal.documents (
    id text primary key, account_id text not null references personal.persons on delete cascade, case_id text not null,
    kind text not null, reference text not null)`,
  `create index documents_by_account on personal.documents (account_id)`,
  handOver,
];

export const personalData = async (db: Kysely<Tables>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
