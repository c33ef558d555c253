import { fork } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defaultSettings } from '../../shared/contract/app/settings.ts';
import { PerigeeError } from '../../shared/contract/codes.ts';
import { openDataFolder } from './data-folder.ts';
import { openDatabase } from './database.ts';
import { installationSchema, openInstallation } from './installation.ts';
import { openOutboxTable } from './outbox-table.ts';
import { openRecords, type RecordFault } from './records.ts';
import { openSettings } from './settings-table.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'perigee-storage-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const now = () => Date.UTC(2026, 10, 22);
const dbPath = () => join(dir, 'state.db');

describe('the data folder', () => {
  it('is private and held by one process at a time', () => {
    const folder = openDataFolder(join(dir, 'data'), now());
    expect(statSync(folder.path).mode & 0o777).toBe(0o700);
    let refused: unknown;
    try {
      openDataFolder(folder.path, now());
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(PerigeeError);
    expect((refused as PerigeeError).problem).toEqual({
      code: 'DATA_FOLDER_BUSY',
      data: { path: folder.path, pid: process.pid },
    });
    folder.release();
    openDataFolder(folder.path, now()).release();
  });

  it('is free again after its holder was killed', async () => {
    const path = join(dir, 'data');
    const script = join(dir, 'hold.ts');
    writeFileSync(
      script,
      `import { openDataFolder } from ${JSON.stringify(new URL('./data-folder.ts', import.meta.url).href)};
       openDataFolder(${JSON.stringify(path)}, 0); process.send?.('held'); setInterval(() => {}, 1000);`,
    );
    const child = fork(script, { execArgv: [] });
    await new Promise((resolve) => child.once('message', resolve));
    expect(() => openDataFolder(path, now())).toThrow('DATA_FOLDER_BUSY');
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    openDataFolder(path, now()).release();
  });
});

describe('a damaged lock', () => {
  it('is set aside, and the folder can be held again', () => {
    const path = join(dir, 'data');
    openDataFolder(path, now()).release();
    writeFileSync(join(path, 'lock.db'), Buffer.alloc(4096, 0xa5));
    const folder = openDataFolder(path, now());
    expect(() => openDataFolder(path, now())).toThrow('DATA_FOLDER_BUSY');
    expect(readdirSync(path).filter((name) => name.startsWith('lock.db.corrupt-'))).toHaveLength(1);
    folder.release();
  });
});

describe('the id of this installation', () => {
  const open = (file: string) => {
    const database = openDatabase(file, now());
    const options = { database, kind: 'installation', schema: installationSchema, now, onFault: () => undefined };
    const id = openInstallation(openRecords(options), join(dir, 'installation.id'), now());
    database.close();
    return id;
  };

  it('survives the loss of the database, and of its own file', () => {
    const id = open(dbPath());
    expect(open(join(dir, 'new.db'))).toBe(id);
    writeFileSync(join(dir, 'installation.id'), 'x');
    expect(open(dbPath())).toBe(id);
    expect(readFileSync(join(dir, 'installation.id'), 'utf8').trim()).toBe(id);
    expect(readdirSync(dir).filter((name) => name.startsWith('installation.id.corrupt-'))).toHaveLength(1);
  });
});

describe('the database', () => {
  it('syncs every commit and is readable by its owner only', () => {
    const database = openDatabase(dbPath(), now());
    expect(database.sqlite.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(database.sqlite.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
    expect(statSync(dbPath()).mode & 0o777).toBe(0o600);
    database.close();
  });

  it.each([
    ['text where a database should be', 'not a database, '.repeat(1000)],
    ['a torn header', 'SQLite format 3\0'],
  ])('sets aside %s, byte for byte', (_what, content) => {
    writeFileSync(dbPath(), content);
    const database = openDatabase(dbPath(), now());
    expect(database.problem?.code).toBe('STATE_SET_ASIDE');
    const kept = readdirSync(dir).find((name) => name.includes('.corrupt-'));
    expect(kept && readFileSync(join(dir, kept), 'utf8')).toBe(content);
    database.close();
    const again = openDatabase(dbPath(), now());
    expect(again.problem).toBeNull();
    again.close();
  });

  it('leaves a newer app’s database as it is, its log included', () => {
    const newer = openDatabase(dbPath(), now());
    const records = openRecords({ database: newer, kind: 'x', schema: z.string(), now, onFault: () => undefined });
    newer.sqlite.exec('PRAGMA user_version = 99');
    records.put('k', 'v');
    const bytes = () => ['', '-wal'].map((suffix) => readFileSync(dbPath() + suffix));
    const before = bytes();
    expect(before[1]?.length).toBeGreaterThan(0);
    expect(() => openDatabase(dbPath(), now())).toThrow(expect.objectContaining({ code: 'STATE_NEWER' }));
    expect(bytes()).toEqual(before);
    newer.close();
    const closed = readFileSync(dbPath());
    expect(() => openDatabase(dbPath(), now())).toThrow(expect.objectContaining({ code: 'STATE_NEWER' }));
    expect(readFileSync(dbPath())).toEqual(closed);
    expect(readdirSync(dir).filter((name) => name.includes('.corrupt-'))).toEqual([]);
  });

  it('sets aside a database with torn pages', () => {
    const database = openDatabase(dbPath(), now());
    const records = openRecords({ database, kind: 'x', schema: z.string(), now, onFault: () => undefined });
    for (let n = 0; n < 500; n += 1) records.put(`k${n}`, 'v'.repeat(200));
    database.sqlite.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
    const bytes = readFileSync(dbPath());
    bytes.fill(0xa5, 4096, 40_000);
    writeFileSync(dbPath(), bytes);
    const again = openDatabase(dbPath(), now());
    expect(again.problem?.code).toBe('STATE_SET_ASIDE');
    again.close();
  });
});

describe('records', () => {
  it('keeps one bad record aside and reads the others, money included', () => {
    const database = openDatabase(dbPath(), now());
    const faults: RecordFault[] = [];
    const open = () =>
      openRecords({
        database,
        kind: 'job',
        schema: z.object({ pay: z.bigint() }),
        now,
        onFault: (fault) => faults.push(fault),
      });
    open().put('a', { pay: 10n ** 20n });
    database.sqlite.prepare("INSERT INTO records VALUES ('job', 'b', '{broken')").run();
    expect(open().list()).toEqual([{ pay: 10n ** 20n }]);
    expect(faults.map(({ id }) => id)).toEqual(['b']);
    expect(database.sqlite.prepare('SELECT id, value FROM records_set_aside').all()).toEqual([
      { id: 'b', value: '{broken' },
    ]);
    database.close();
  });
});

describe('settings', () => {
  it('survive a restart, null included', () => {
    let database = openDatabase(dbPath(), now());
    openSettings(database, now).update({ language: 'ar', jobCpuThreads: 2 });
    openSettings(database, now).update({ jobCpuThreads: null });
    database.close();
    database = openDatabase(dbPath(), now());
    expect(openSettings(database, now).settings.get()).toEqual({ ...defaultSettings, language: 'ar' });
    database.close();
  });

  it('fall back to the default for a bad value only', () => {
    const database = openDatabase(dbPath(), now());
    openSettings(database, now).update({ temperatureLimitCelsius: 70, appearance: 'dark' });
    database.sqlite.exec(`UPDATE records SET value = '"hot"' WHERE kind = 'setting:temperatureLimitCelsius'`);
    const again = openSettings(database, now);
    expect(again.settings.get()).toEqual({ ...defaultSettings, appearance: 'dark' });
    expect(again.problems.map(({ code }) => code)).toEqual(['SETTINGS_INVALID']);
    database.close();
  });
});

describe('the outbox', () => {
  it('keeps order, drops repeats and forgets only what was acknowledged', () => {
    const database = openDatabase(dbPath(), now());
    const outbox = openOutboxTable(database);
    const item = (n: number) => ({
      id: `00000000-0000-4000-8000-00000000000${n}`,
      at: n,
      event: { kind: 'job_running' as const, jobId: `j${n}` },
    });
    for (const n of [1, 2, 2, 3]) outbox.append(item(n));
    outbox.acknowledge([item(2).id]);
    expect(outbox.pending(10)).toEqual([item(1), item(3)]);
    expect(outbox.size()).toBe(2);
    database.close();
  });

  it('sets an unreadable event aside and goes on with those behind it', () => {
    const database = openDatabase(dbPath(), now());
    const outbox = openOutboxTable(database);
    const id = '00000000-0000-4000-8000-000000000009';
    database.sqlite.exec("INSERT INTO outbox (id, at, event) VALUES ('torn', 1, '{half')");
    outbox.append({ id, at: 2, event: { kind: 'owner_paused', cause: 'asked' } });
    expect(outbox.pending(10).map((item) => item.id)).toEqual([id]);
    expect(database.sqlite.prepare('SELECT id, value FROM records_set_aside').all()).toEqual([
      { id: 'torn', value: '{half' },
    ]);
    database.close();
  });
});
