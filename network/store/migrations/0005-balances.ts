/**
 * What each account holds, kept by the database itself with every posting, so that nobody sums an account's whole past to
 * know it. The rule that nothing but an issuer sinks below zero moves there too.
 */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';

const statements = [
  `create table balances (account text primary key, amount numeric(38, 0) not null)`,
  // Looked up by prefix too, in whatever order the database's language has.
  `create index balances_by_prefix on balances (account text_pattern_ops)`,
  `insert into balances (account, amount) select account, sum(amount) from postings group by account`,
  `create or replace function check_posting() returns trigger language plpgsql as $$
    declare total numeric;
    begin
      select coalesce(sum(amount), 0) into total from postings where transfer_id = new.transfer_id;
      if total <> 0 then raise exception 'transfer % sums to %', new.transfer_id, total; end if;
      return null;
    end $$`,
  `create function keep_balances() returns trigger language plpgsql as $$
    declare short record;
    begin
      insert into balances as held (account, amount)
        select account, sum(amount) from added group by account order by account
        on conflict (account) do update set amount = held.amount + excluded.amount;
      select balances.account, balances.amount into short from balances join added using (account)
        where balances.amount < 0 and account not in ('emission', 'play') limit 1;
      if found then raise exception 'account % would hold %', short.account, short.amount; end if;
      return null;
    end $$`,
  `create trigger postings_kept_in_balances after insert on postings
    referencing new table as added for each statement execute function keep_balances()`,
  `create function refuse_hand() returns trigger language plpgsql as $$
    begin
      if pg_trigger_depth() < 2 then raise exception 'balances follow from postings'; end if;
      return coalesce(new, old);
    end $$`,
  `create trigger balances_never_by_hand before insert or update or delete on balances
    for each row execute function refuse_hand()`,
];

export const balances = async (db: Kysely<Tables>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
