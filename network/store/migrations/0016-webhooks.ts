/** Webhooks of accounts, and what waits to be delivered to them. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';

const statements = [
  `create table webhooks (
    id text primary key, account_id text not null references accounts, url text not null, kinds jsonb not null,
    created_at int8 not null, failing_since int8, disabled_at int8, delivered_at int8)`,
  `create index webhooks_by_account on webhooks (account_id)`,
  `create table webhook_deliveries (
    id text primary key, webhook_id text not null references webhooks on delete cascade, body text not null,
    created_at int8 not null, next_try_at int8, tries int4 not null default 0, delivered_at int8)`,
  `create index webhook_deliveries_due on webhook_deliveries (next_try_at) where next_try_at is not null`,
  `create index webhook_deliveries_by_age on webhook_deliveries (created_at)`,
];

export const webhooks = async (db: Kysely<Tables>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
