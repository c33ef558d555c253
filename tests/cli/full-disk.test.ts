import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../electron/storage/database.ts';
import { openOutboxTable } from '../../electron/storage/outbox-table.ts';
import { until } from '../docker/real-engine.ts';
import { tells } from '../faults/tells.ts';
import { cannotMount, mountOwn, type OwnMount } from './own-mount.ts';
import { codesOf, jsonOf, perigee, startApp } from './perigee.ts';

const quiet = ['--hour', '5m', '--engine', '/nonexistent.sock'];

let mount: OwnMount | null = null;
const disk = (options: string): OwnMount => {
  mount = mountOwn(options);
  return mount;
};
afterEach(() => {
  mount?.close();
  mount = null;
});

/** Takes every byte that is left. @returns a function that gives them back */
const fill = (path: string): (() => void) => {
  const file = join(path, 'filler');
  const handle = openSync(file, 'w');
  for (let size = 1024 * 1024; size >= 1; size = Math.floor(size / 2)) {
    try {
      for (;;) if (writeSync(handle, Buffer.alloc(size)) === 0) break;
    } catch {
      // Full at this size; the rest takes smaller ones.
    }
  }
  closeSync(handle);
  return () => rmSync(file);
};

describe('a full disk', () => {
  it.skipIf(cannotMount !== null)(
    `refuses what it cannot keep and loses nothing that was acknowledged (${cannotMount ?? 'mounted for this'})`,
    () => {
      const { path } = disk('size=2m');
      const database = openDatabase(join(path, 'state.db'), Date.now());
      const outbox = openOutboxTable(database);
      const acknowledged: string[] = [];
      let refused: unknown = null;
      while (refused === null) {
        const id = crypto.randomUUID();
        const figures = Object.fromEntries(Array.from({ length: 50 }, (_none, n) => [`step-${n}`, n]));
        try {
          outbox.append({ id, at: 1, event: { kind: 'checks_done', figures, models: {} } });
          acknowledged.push(id);
        } catch (error) {
          refused = error;
        }
      }
      expect(refused).toMatchObject({ code: 'DISK_FULL' });
      database.close();
      const again = openDatabase(join(path, 'state.db'), Date.now());
      expect(again.problem).toBeNull();
      const kept = openOutboxTable(again)
        .pending(100_000)
        .map(({ id }) => id);
      expect(kept).toEqual(acknowledged);
      again.close();
      tells(10, {
        injected: 'the state on a tmpfs of 2 MB, written until it is full',
        seen: 'DISK_FULL to the one that found no room; opens again sound',
        lost: `nothing: ${kept.length} of ${acknowledged.length} acknowledged events`,
      });
    },
  );

  it.skipIf(cannotMount !== null)(`at start is DISK_FULL (${cannotMount ?? 'mounted for this'})`, async () => {
    const { path } = disk('size=1m');
    fill(path);
    const outcome = await perigee(['up', '--json', '--data', join(path, 'data'), ...quiet]);
    expect(outcome.code).toBe(1);
    expect(jsonOf(outcome)).toMatchObject({ error: { code: 'DISK_FULL' } });
  });

  it.skipIf(cannotMount !== null)(
    `under a running app: the owner can pause, is told, and finds everything again (${cannotMount ?? 'mounted for this'})`,
    async () => {
      const { path } = disk('size=200m');
      const data = join(path, 'data');
      const app = await startApp(data, quiet);
      await app.face.client.settings.update({ temperatureLimitCelsius: 72 });
      await app.face.client.control.start();
      const { status } = await app.until((state) => state.status.activity === 'ready', 'ready');
      const giveBack = fill(path);
      await expect(app.face.client.settings.update({ temperatureLimitCelsius: 81 })).rejects.toMatchObject({
        code: 'DISK_FULL',
      });
      await app.face.client.control.pause();
      const full = await app.until((state) => codesOf(state).includes('DISK_FULL'), 'DISK_FULL');
      expect(full.status.activity).not.toBe('ready');
      expect(full.settings.temperatureLimitCelsius).toBe(72);
      giveBack();
      expect(await app.end('SIGTERM')).toMatchObject({ signal: null });

      const again = await startApp(data, quiet);
      try {
        await again.face.client.control.start();
        const back = await again.until((state) => state.status.activity === 'ready', 'ready with room again');
        expect(back.settings.temperatureLimitCelsius).toBe(72);
        expect(back.status.device?.id).toBe(status.device?.id);
        expect(codesOf(back)).not.toContain('STATE_SET_ASIDE');
        await until(() => pendingEvents(data) === 0, 'an empty outbox', 20_000);
      } finally {
        await again.end('SIGTERM');
      }
    },
  );
});

const pendingEvents = (data: string): number => {
  const sqlite = new DatabaseSync(join(data, 'state.db'), { readOnly: true });
  try {
    return (sqlite.prepare('SELECT count(*) AS n FROM outbox').get() as { n: number }).n;
  } finally {
    sqlite.close();
  }
};
