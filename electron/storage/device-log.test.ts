import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { firstLogBreak } from '../../shared/domain/device-log/entry.ts';
import { type Database, openDatabase } from './database.ts';
import { openDeviceLog } from './device-log-table.ts';
import { loggedOutbox } from './logged-outbox.ts';
import { openOutboxTable } from './outbox-table.ts';

const dayMs = 86_400_000;
let dir: string;
let database: Database;
let now: number;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'perigee-log-'));
  database = openDatabase(join(dir, 'state.db'), 0);
  now = 1_000 * dayMs;
});
afterEach(() => {
  database.close();
  rmSync(dir, { recursive: true });
});

const open = () => openDeviceLog(database, () => now);
const all = () => open().between(0, Number.MAX_SAFE_INTEGER, 1_000);
const item = (n: number) => ({
  id: `00000000-0000-4000-8000-00000000000${n}`,
  at: n,
  event: { kind: 'owner_paused' as const, cause: 'asked' as const },
});

describe('the device’s log on disk', () => {
  it('goes on where it was after a restart, and shows a row that was changed', () => {
    for (let n = 1; n <= 3; n += 1) open().append({ kind: 'slashed', slashId: `s${n}` });
    database.close();
    database = openDatabase(join(dir, 'state.db'), 0);
    open().append({ kind: 'session', isOnline: true });
    expect(all().map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(firstLogBreak(all())).toBeNull();
    database.sqlite.exec(`UPDATE device_log SET body = '{"slashId":"s9"}' WHERE seq = 2`);
    expect(firstLogBreak(all())).toBe(2);
    database.sqlite.exec('DELETE FROM device_log WHERE seq = 2');
    expect(firstLogBreak(all())).toBe(3);
  });

  it('gives the run of a time whole, also where the clock jumped, and the newest of too many', () => {
    for (const at of [10, 20, 5, 30, 40]) {
      now = at;
      open().append({ kind: 'session', isOnline: at > 15 });
    }
    expect(
      open()
        .between(10, 30, 9)
        .map(({ at }) => at),
    ).toEqual([10, 20, 5, 30]);
    expect(firstLogBreak(open().between(10, 30, 9))).toBeNull();
    expect(
      open()
        .between(10, 30, 2)
        .map(({ at }) => at),
    ).toEqual([5, 30]);
    expect(open().between(50, 60, 9)).toEqual([]);
  });

  it('drops what is older than any appeal, from its beginning only', () => {
    const log = open();
    for (let n = 1; n <= 512; n += 1) {
      if (n === 300) now += 121 * dayMs;
      log.append({ kind: 'session', isOnline: n % 2 === 0 });
    }
    const left = all();
    expect([left[0]?.seq, left.at(-1)?.seq]).toEqual([300, 512]);
    expect(firstLogBreak(left)).toBeNull();
  });
});

describe('the outbox with its log', () => {
  it('writes down what was told and what was kept, a repeat once', () => {
    const outbox = loggedOutbox(database, openOutboxTable(database), open());
    for (const n of [1, 1, 2]) outbox.append(item(n));
    outbox.acknowledge([item(1).id]);
    expect(outbox.pending(9)).toEqual([item(2)]);
    expect(all().map(({ kind, body }) => [kind, JSON.parse(body)])).toEqual([
      ['reported', item(1)],
      ['reported', item(2)],
      ['acknowledged', { ids: [item(1).id] }],
    ]);
  });

  it('keeps neither when one of the two cannot be written', () => {
    const outbox = loggedOutbox(database, openOutboxTable(database), open());
    database.sqlite.exec('DROP TABLE device_log');
    database.sqlite.exec('CREATE TABLE device_log (seq, at, kind, body, previous, hash, CHECK (seq < 0))');
    expect(() => outbox.append(item(1))).toThrow(expect.objectContaining({ code: 'DATA_FOLDER_DENIED' }));
    expect(outbox.size()).toBe(0);
    database.sqlite.exec('DROP TABLE device_log');
    database.sqlite.exec('CREATE TABLE device_log (seq, at, kind, body, previous, hash)');
    outbox.append(item(1));
    expect(outbox.size()).toBe(1);
  });
});
