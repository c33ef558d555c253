import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { openStore } from '../../network/store/open-store.ts';
import { inTransaction } from '../../network/store/transaction.ts';
import { silentLog } from '../../shared/log.ts';
import { createManualClock } from '../fakes/manual-clock.ts';
import { startPlayNetwork } from './play-network.ts';

const base = mkdtempSync(join(tmpdir(), 'perigee-network-faults-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const main = join(import.meta.dirname, '../../network/main.ts');

/** Runs the network alone until it ends by itself. */
const run = (...args: string[]): Promise<{ code: number | null; lines: Record<string, unknown>[] }> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, [main, ...args], (_error, _stdout, stderr) =>
      resolve({
        code: child.exitCode,
        lines: stderr
          .split('\n')
          .filter((line) => line.startsWith('{'))
          .map((line) => JSON.parse(line)),
      }),
    );
  });

describe('the database folder', () => {
  it('that cannot be read is set aside whole, and a fresh one is begun', async () => {
    const dataDir = join(base, 'corrupt');
    const first = await openStore({ dataDir, clock: createManualClock(0), log: silentLog });
    await first.close();
    writeFileSync(join(dataDir, 'database/global/pg_control'), Buffer.alloc(8192, 7));
    const reported: string[] = [];
    const log = { ...silentLog, error: (event: string) => void reported.push(event) };
    const second = await openStore({ dataDir, clock: createManualClock(Date.UTC(2026, 10, 22)), log });
    expect(second.setAside).toEqual({
      file: join(dataDir, 'database'),
      keptAs: join(dataDir, 'database.corrupt-2026-11-22T00-00-00-000Z'),
    });
    expect(reported).toEqual(['STATE_SET_ASIDE']);
    expect(existsSync(join(second.setAside?.keptAs ?? '', 'global/pg_control'))).toBe(true);
    expect(await second.db.selectFrom('devices').selectAll().execute()).toEqual([]);
    await second.close();
    expect(readdirSync(dataDir).filter((name) => name.startsWith('database'))).toHaveLength(2);
  });

  it('is held by one process', async () => {
    const dataDir = join(base, 'busy');
    const store = await openStore({ dataDir, clock: createManualClock(0), log: silentLog });
    await expect(openStore({ dataDir, clock: createManualClock(0), log: silentLog })).rejects.toMatchObject({
      code: 'DATA_FOLDER_BUSY',
    });
    const other = await run('--data', dataDir, '--port', '0');
    expect(other.code).toBe(4);
    expect(other.lines.at(-1)).toMatchObject({ code: 'DATA_FOLDER_BUSY', data: { pid: process.pid } });
    await store.close();
  });

  it('refuses a ledger that does not balance, is overdrawn, changed or emptied', async () => {
    const store = await openStore({ dataDir: join(base, 'ledger'), clock: createManualClock(0), log: silentLog });
    const posting = (key: string, entries: [string, bigint][]): Promise<void> =>
      inTransaction(store.db, async (trx) => {
        const { id } = await trx
          .insertInto('transfers')
          .values({ idempotencyKey: key, kind: 'grant', deviceId: null, epoch: null, reference: '', at: 0 })
          .returning('id')
          .executeTakeFirstOrThrow();
        const rows = entries.map(([account, amount]) => ({ transferId: id, account, amount }));
        if (rows.length > 0) await trx.insertInto('postings').values(rows).execute();
      });
    await posting('a', [
      ['play', -5n],
      ['wallet:a', 5n],
    ]);
    await expect(
      posting('a', [
        ['play', -5n],
        ['wallet:a', 5n],
      ]),
    ).rejects.toThrow(/duplicate key/);
    await expect(
      posting('b', [
        ['play', -5n],
        ['wallet:a', 6n],
      ]),
    ).rejects.toThrow(/sums to 1/);
    await expect(posting('c', [['play', -5n]])).rejects.toThrow(/sums to -5/);
    await expect(posting('d', [])).rejects.toThrow(/over 0 postings/);
    await expect(
      posting('e', [
        ['wallet:a', -6n],
        ['wallet:b', 6n],
      ]),
    ).rejects.toThrow(/would hold -1/);
    for (const statement of [
      'update postings set amount = 1',
      'delete from postings',
      'delete from transfers',
      'truncate postings',
    ])
      await expect(sql.raw(statement).execute(store.db)).rejects.toThrow(/append-only/);
    await expect(sql.raw('update balances set amount = 9').execute(store.db)).rejects.toThrow(/follow from postings/);
    expect(await store.db.selectFrom('balances').selectAll().orderBy('account').execute()).toEqual([
      { account: 'play', amount: -5n },
      { account: 'wallet:a', amount: 5n },
    ]);
    await store.close();
  });
});

describe('the network alone', () => {
  it('says what is wrong with its arguments, and exits with a code that scripts can use', async () => {
    expect((await run('--prot', '1')).code).toBe(2);
    expect((await run('--hour', '20 minutes')).lines.at(-1)).toMatchObject({
      code: 'SETTINGS_INVALID',
      data: { key: 'hour' },
    });
    expect((await run('--port', '65536')).code).toBe(2);
    expect((await run('--data', base, '--database', 'postgres://127.0.0.1/x')).code).toBe(2);
    expect((await run('--authority', 'http://example.org/')).code).toBe(2);
    expect((await run('--database', 'sesame')).lines.at(-1)).toEqual({
      level: 'error',
      code: 'SETTINGS_INVALID',
      data: { key: 'database', detail: 'postgres://user@host:5432/name is needed' },
    });
    expect((await run('--database', 'postgres://a:sesame@127.0.0.1:1/x')).code).toBe(5);
    expect((await run('--help')).code).toBe(0);
  });

  it('tells a busy port from everything else', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
    );
    const { code, lines } = await run('--data', join(base, 'port'), '--port', String(port));
    server.close();
    expect(code).toBe(3);
    expect(lines.at(-1)).toMatchObject({ code: 'PORT_BUSY', data: { port } });
  });

  it('ends on SIGTERM and leaves its folder free', async () => {
    const dataDir = join(base, 'term');
    const child = spawn(process.execPath, [main, '--data', dataDir, '--port', '0'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGTERM');
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0);
    await (await openStore({ dataDir, clock: createManualClock(0), log: silentLog })).close();
  });
});

describe('/health', () => {
  it('says whether the database answers and who leads', async () => {
    const network = await startPlayNetwork();
    const health = await (await fetch(`${network.running.url}/health`)).json();
    await network.close();
    expect(health).toEqual({
      status: 'ok',
      database: 'reachable',
      bus: 'none',
      leader: { isThisProcess: true, ledMs: 0, silentMs: 0 },
    });
  });
});
