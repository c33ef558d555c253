import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../network/service/system-clock.ts';
import { openStore, type Store } from '../../network/store/open-store.ts';
import { inTransaction, watchTransactions } from '../../network/store/transaction.ts';
import { silentLog } from '../../shared/log.ts';
import { askServer, makeDatabase, type PlayDatabase } from '../network/play-place.ts';
import { onServer, server } from './server.ts';

let database: PlayDatabase;
const opened: Store[] = [];
const open = async (log = silentLog): Promise<Store> => {
  const store = await openStore({ databaseUrl: database.url, clock: systemClock, log });
  opened.push(store);
  return store;
};

describe.skipIf(server === null)(`a store ${onServer}`, () => {
  beforeEach(async () => {
    database = await makeDatabase(server as string);
  });
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close();
    await database.remove();
  });

  it('reads money as bigint and counts as numbers, as the one in a folder does', async () => {
    const { db } = await open();
    const { rows } = await sql`select 12345678901234567890123::numeric as money, 1795000000000::int8 as at,
      sum(n) as sum, count(*) as count, '{"a": [1]}'::jsonb as json, 0.5::float8 as share
      from (values (1::int8), (2)) as v (n)`.execute(db);
    expect(rows).toEqual([
      {
        money: 12_345_678_901_234_567_890_123n,
        at: 1_795_000_000_000,
        sum: 3n,
        count: 2,
        json: { a: [1] },
        share: 0.5,
      },
    ]);
  });

  it('is migrated once, by whichever of four that start together comes first', async () => {
    const stores = await Promise.all([open(), open(), open(), open()]);
    for (const { db } of stores) {
      const { rows } = await sql<{ version: number }>`select version from schema_version order by version`.execute(db);
      expect(rows.map(({ version }) => version)).toEqual(rows.map((_, index) => index + 1));
      expect(rows.length).toBeGreaterThanOrEqual(10);
    }
  });

  it('refuses a database of a newer version, and leaves it as it is', async () => {
    await (await open()).close();
    await askServer(database.url, 'insert into schema_version (version) values (99)');
    await expect(open()).rejects.toThrow(/newer/);
    expect(await askServer(database.url, 'select max(version)::int4 as v from schema_version')).toEqual([{ v: 99 }]);
  });

  it('that does not answer is a problem with its address, and without its secret', async () => {
    const url = new URL(database.url);
    url.port = '1';
    url.password = 'sesame';
    const opening = openStore({ databaseUrl: url.href, clock: systemClock, log: silentLog });
    await expect(opening).rejects.toMatchObject({
      code: 'DATABASE_UNREACHABLE',
      data: { address: `127.0.0.1:1${url.pathname}` },
    });
    const problem = await opening.catch((error: { problem: unknown }) => error.problem);
    expect(JSON.stringify(problem)).not.toContain('sesame');
    for (const databaseUrl of ['sesame', 'mysql://a:sesame@b/c', 'postgres://127.0.0.1'])
      await expect(openStore({ databaseUrl, clock: systemClock, log: silentLog })).rejects.toMatchObject({
        code: 'SETTINGS_INVALID',
        data: { key: 'database', detail: expect.not.stringContaining('sesame') },
      });
  });

  it('that loses a connection fails the call that used it, and the next one has a new one', async () => {
    const { db } = await open();
    const others = `select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'perigee-network' and datname = current_database()`;
    const lost = inTransaction(db, async (trx) => {
      await sql`select 1`.execute(trx);
      await askServer(database.url, others);
      await sql`insert into secrets (name, value) values ('a', 'b')`.execute(trx);
    });
    await expect(lost).rejects.toThrow();
    expect(await db.selectFrom('secrets').selectAll().execute()).toEqual([]);
    // Idle ones too: the process hears of it and lives.
    await askServer(database.url, others);
    await systemClock.sleep(100);
    expect(await db.selectFrom('secrets').selectAll().execute()).toEqual([]);
  });

  it('tries again where two came in each other’s way, and counts it; waits grow, and end', async () => {
    const { db } = await open();
    await sql`insert into secrets (name, value) values ('n', '0')`.execute(db);
    let conflicts = 0;
    watchTransactions(db, {
      conflicted: () => {
        conflicts += 1;
      },
      posted: () => undefined,
    });
    const bump = () =>
      inTransaction(db, async (trx) => {
        const { value } = await trx
          .selectFrom('secrets')
          .select('value')
          .where('name', '=', 'n')
          .executeTakeFirstOrThrow();
        await trx
          .updateTable('secrets')
          .set({ value: String(Number(value) + 1) })
          .where('name', '=', 'n')
          .execute();
      });
    await Promise.all(Array.from({ length: 8 }, bump));
    expect(await db.selectFrom('secrets').select('value').executeTakeFirst()).toEqual({ value: '8' });
    expect(conflicts).toBeGreaterThan(0);

    const waits: number[] = [];
    const never = inTransaction(
      db,
      () => Promise.reject(Object.assign(new Error('always another one'), { code: '40001' })),
      { random: () => 0, wait: async (ms) => waits.push(ms) },
    );
    await expect(never).rejects.toThrow('always another one');
    expect(waits).toEqual([2, 4, 8, 16, 32, 64, 125, 125, 125, 125, 125]);
  });

  it('has one leader’s seat, which is free again when its holder’s connection is gone', async () => {
    const first = await open();
    const second = await open();
    expect([await first.seat.take(), await second.seat.take(), await first.seat.take()]).toEqual([true, false, true]);
    await askServer(
      database.url,
      `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted`,
    );
    await expect.poll(() => second.seat.take()).toBe(true);
    expect(await first.seat.take()).toBe(false);
    await second.seat.leave();
    await expect.poll(() => first.seat.take()).toBe(true);
  });

  it('asks the database what time it is, however far off this process’s clock is', async () => {
    const slow = { ...systemClock, now: () => Date.now() - 900_000 };
    const store = await openStore({ databaseUrl: database.url, clock: slow, log: silentLog });
    opened.push(store);
    const [{ now } = { now: 0 }] = (await askServer(
      database.url,
      `select (extract(epoch from clock_timestamp()) * 1000)::float8 as now`,
    )) as { now: number }[];
    expect(Math.abs((await store.clock.ask()) - now)).toBeLessThan(5_000);
    expect(Math.abs(store.clock.now() - now)).toBeLessThan(5_000);
  });
});
