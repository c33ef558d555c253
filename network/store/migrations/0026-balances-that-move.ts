/**
 * Balances are written where they move: an account that a statement takes from as much as it gives to is left alone, as is
 * every estimate of an hour that is confirmed as it is earned. And that nobody writes them by hand is looked at once for
 * each statement instead of once for each row.
 */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';

const statements = [
  `create or replace function keep_balances() returns trigger language plpgsql as $$
    declare short record;
    begin
      with kept as (
        insert into balances as held (account, amount)
          select account, sum(amount) from added group by account having sum(amount) <> 0 order by account
          on conflict (account) do update set amount = held.amount + excluded.amount
          returning account, amount)
      select account, amount into short from kept where amount < 0 and account not in ('emission', 'play') limit 1;
      if found then raise exception 'account % would hold %', short.account, short.amount; end if;
      return null;
    end $$`,
  `create or replace function refuse_hand() returns trigger language plpgsql as $$
    begin
      if pg_trigger_depth() < 2 then raise exception 'balances follow from postings'; end if;
      return case when tg_level = 'ROW' then coalesce(new, old) end;
    end $$`,
  `create trigger balances_only_by_postings before insert or update or delete or truncate on balances
    for each statement execute function refuse_hand()`,
  `drop trigger balances_never_by_hand on balances`,
];

export const balancesThatMove = async (db: Kysely<Tables>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
