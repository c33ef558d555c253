/** The flat jobs of before the market, carried over: what runs goes on, what was settled stays, what is owed comes back. */
import { PGlite } from '@electric-sql/pglite';
import { CamelCasePlugin, Kysely, PGliteDialect, sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstTables } from '../../network/store/migrations/0001-first-tables.ts';
import { proofsOfRigs } from '../../network/store/migrations/0002-proofs-of-rigs.ts';
import { proofFeatures } from '../../network/store/migrations/0003-proof-features.ts';
import { accounts } from '../../network/store/migrations/0004-accounts.ts';
import { market } from '../../network/store/migrations/0010-market.ts';
import type { Tables } from '../../network/store/schema.ts';

let db: Kysely<Tables>;
beforeAll(async () => {
  db = new Kysely<Tables>({
    dialect: new PGliteDialect({ pglite: new PGlite() }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
  for (const step of [firstTables, proofsOfRigs, proofFeatures, accounts]) await step(db);
});
afterAll(() => db.destroy());

it('keeps every job of before as what it was', async () => {
  await sql`insert into accounts values ('a1', 'one', 1, 1)`.execute(db);
  await sql`insert into devices (id, public_key, account_id, name, claim, registered_at)
    values ('d1', 'k1', 'a1', 'one', '{"class": "cpu"}', 1)`.execute(db);
  const rows = [
    ['offered', 'offered', null, null, null],
    ['older', 'accepted', 20, null, null],
    ['newer', 'accepted', 30, null, null],
    ['done', 'ended', 20, 40, 'done'],
    ['failed', 'ended', 20, 40, 'interrupted'],
    ['lost', 'expired', 20, 40, null],
    ['never', 'expired', null, 40, null],
  ] as const;
  for (const [id, state, acceptedAt, endedAt, outcome] of rows)
    await sql`insert into jobs values (${id}, 'd1', '{"maxSeconds": 60}', 200, 199, 10, 15, 'sig', ${state},
      ${acceptedAt}, ${endedAt}, ${outcome})`.execute(db);

  await market(db);

  const jobs = await sql<{ id: string; state: string; outcome: string | null; lease: string; price: number | null }>`
    select jobs.id, jobs.state, jobs.outcome, leases.state as lease, leases.price::int as price
    from jobs join job_members on job_members.job_id = jobs.id join leases on leases.member_id = job_members.id
    where jobs.renter_id = 'play-renter' and hourly_price = 200 and max_minutes = 60`.execute(db);
  expect(Object.fromEntries(jobs.rows.map(({ id, ...job }) => [id, Object.values(job)]))).toEqual({
    offered: ['ended', 'expired', 'lapsed', null],
    // Waits for nobody: its coins are given back by the first look at what is due.
    older: ['waiting', null, 'lapsed', null],
    newer: ['leased', null, 'held', null],
    done: ['ended', 'done', 'ended', 200],
    failed: ['ended', 'device_left', 'ended', 0],
    lost: ['ended', 'device_lost', 'ended', 0],
    never: ['ended', 'expired', 'lapsed', null],
  });
});
