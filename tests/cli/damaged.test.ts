import { randomFillSync } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AppState } from '../../shared/contract/app/index.ts';
import { tells } from '../faults/tells.ts';
import { codesOf, jsonOf, perigee, type RunningApp, startApp } from './perigee.ts';

/** No engine: proofs alone earn. Hours of five minutes: nothing is due while a test looks. */
const quiet = ['--hour', '5m', '--engine', '/nonexistent.sock'];

let dir = '';
/** A data folder of an app that earned, and was ended in order. */
let sound = '';
let deviceId = '';
let app: RunningApp | null = null;
let round = 0;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'perigee-damaged-'));
  sound = join(dir, 'sound');
  const first = await startApp(sound, quiet);
  await first.face.client.settings.update({ temperatureLimitCelsius: 71, appearance: 'dark' });
  await first.face.client.control.start();
  deviceId = (await first.until(isEarning, 'ready')).status.device?.id ?? '';
  expect(await first.end('SIGTERM')).toMatchObject({ code: 0 });
});
afterAll(() => rmSync(dir, { recursive: true }));
afterEach(async () => {
  await app?.end('SIGTERM');
  app = null;
});

const isEarning = ({ status }: AppState): boolean => status.activity === 'ready' && status.network?.isOnline === true;

const copy = (): string => {
  round += 1;
  const data = join(dir, `data-${round}`);
  cpSync(sound, data, { recursive: true });
  return data;
};
const noise = (bytes: number): Buffer => randomFillSync(Buffer.alloc(bytes));

/** What lies beside the file under a dated name. */
const keptBeside = (path: string): string[] =>
  readdirSync(dirname(path))
    .filter((name) => name.startsWith(`${basename(path)}.corrupt-2`) && !/-(wal|shm)$/.test(name))
    .map((name) => join(dirname(path), name));

const start = async (data: string): Promise<RunningApp> => {
  app = await startApp(data, quiet);
  return app;
};

describe('a data folder with damage', () => {
  it.each([
    ['noise from its first byte', (size: number) => noise(size)],
    ['noise in its middle', null],
    ['nothing but half of its header', () => Buffer.from('SQLite f')],
  ] as const)(
    'state.db with %s: kept aside byte for byte, said in the status, and earning works again',
    async (what, make) => {
      const data = copy();
      const path = join(data, 'state.db');
      const before = readFileSync(path);
      const damaged = make === null ? Buffer.from(before).fill(0xa5, 4096) : make(before.length);
      writeFileSync(path, damaged);
      const running = await start(data);
      const state = await running.until(() => true, 'a state');
      expect(codesOf(state)).toContain('STATE_SET_ASIDE');
      const [kept] = keptBeside(path);
      expect(kept && readFileSync(kept).equals(damaged)).toBe(true);
      expect(state.status.problems.find(({ problem }) => problem.code === 'STATE_SET_ASIDE')?.problem.data).toEqual({
        file: path,
        keptAs: kept,
      });
      await running.face.client.control.start();
      const again = await running.until(isEarning, 'ready again');
      expect(again.status.device?.id).toBe(deviceId);
      tells(12, {
        injected: `state.db with ${what}`,
        seen: 'STATE_SET_ASIDE, the file kept byte for byte, a new one begun; earns again as the same device',
        lost: 'what only the file knew; the key and the ledger are the same',
      });
    },
  );

  it('a device key of noise: kept aside, a new device joins, and the problem stays in sight', async () => {
    const data = copy();
    const path = join(data, 'device.key');
    const damaged = noise(200);
    writeFileSync(path, damaged);
    const running = await start(data);
    const state = await running.until(isEarning, 'ready as a new device');
    expect(codesOf(state)).toContain('KEY_SET_ASIDE');
    expect(keptBeside(path).map((kept) => readFileSync(kept).equals(damaged))).toEqual([true]);
  });

  it('a Localnet whose files are noise: kept aside whole, and earning begins anew', { timeout: 180_000 }, async () => {
    const data = copy();
    const database = join(data, 'localnet', 'hour-300000', 'database');
    const files = readdirSync(database, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /^(pg_control|PG_VERSION|\d+|[0-9A-F]{24})$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name));
    expect(files.length).toBeGreaterThan(100);
    for (const file of files.filter((_file, n) => n % 3 === 0)) {
      const size = readFileSync(file).length;
      if (size > 0) writeFileSync(file, noise(size));
    }
    const running = await start(data);
    const state = await running.until(isEarning, 'ready on a new Localnet', 90_000);
    expect(codesOf(state)).toContain('STATE_SET_ASIDE');
    expect(keptBeside(database)).toHaveLength(1);
  });

  it.each([
    ['noise', noise(300)],
    ['another program’s file', Buffer.from('{"pid":1,"url":"http://example.com","token":"x","startedAt":0}')],
    ['half a file', Buffer.from('{"pid":12')],
  ])('a run file of %s: replaced by the next start', async (_what, bytes) => {
    const data = copy();
    mkdirSync(join(data, 'run'), { recursive: true });
    writeFileSync(join(data, 'run', 'core.json'), bytes);
    const running = await start(data);
    expect(codesOf(await running.until(isEarning, 'ready'))).not.toContain('STATE_SET_ASIDE');
  });

  it('a lock of noise: the app starts and still holds its folder alone', async () => {
    const data = copy();
    writeFileSync(join(data, 'lock.db'), noise(2000));
    await (await start(data)).until(isEarning, 'ready');
    const second = jsonOf(await perigee(['up', '--json', '--data', data, ...quiet]));
    expect(second).toMatchObject({ alreadyRunning: true });
  });

  it('a setting cut short: it alone falls back to its default, and the record is kept', async () => {
    const data = copy();
    const sqlite = new DatabaseSync(join(data, 'state.db'));
    sqlite.exec("UPDATE records SET value = '\"da' WHERE kind = 'setting:appearance'");
    sqlite.close();
    const running = await start(data);
    const state = await running.until(isEarning, 'ready');
    expect(state.settings).toMatchObject({ appearance: 'system', temperatureLimitCelsius: 71 });
    expect(state.status.problems.map(({ problem }) => problem)).toContainEqual({
      code: 'SETTINGS_INVALID',
      data: { key: 'appearance', detail: expect.any(String) },
    });
    await running.end('SIGTERM');
    app = null;
    const after = new DatabaseSync(join(data, 'state.db'));
    expect(after.prepare('SELECT kind, value FROM records_set_aside').all()).toEqual([
      { kind: 'setting:appearance', value: '"da' },
    ]);
    after.close();
  });
});
