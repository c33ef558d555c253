/** Operators under keys of their own, and a log of what they asked for that nobody can change by the ordinary way. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';

const statements = [
  `create table operators (public_key text primary key, added_at int8 not null, removed_at int8)`,
  `create table operator_calls (
    seq int8 primary key, at int8 not null, operator_key text not null, call text not null, input text,
    refused_seq int8 references operator_calls, refused_code text, previous text not null, hash text not null unique,
    check ((refused_seq is null) = (refused_code is null)))`,
  `create function keep_as_written() returns trigger language plpgsql as $$
    begin raise exception '% is only added to', tg_table_name; end $$`,
  `create trigger operator_calls_are_kept before update or delete or truncate on operator_calls
    for each statement execute function keep_as_written()`,
];

export const operators = async (db: Kysely<Tables>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
