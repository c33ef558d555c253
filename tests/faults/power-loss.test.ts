import { execFileSync, spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openIdentity } from '../../electron/link/identity.ts';
import { openDatabase } from '../../electron/storage/database.ts';
import { openOutboxTable } from '../../electron/storage/outbox-table.ts';
import { findCompiler, warningFlags } from '../../scripts/compile-layer.ts';
import { tells } from './tells.ts';

const compiler = findCompiler();
const cannot =
  process.platform !== 'linux' ? 'preloading a library needs Linux' : compiler === null ? 'no C compiler here' : null;

describe('a power cut', () => {
  let dir = '';
  let library = '';
  let round = 0;
  beforeAll(() => {
    if (cannot !== null || compiler === null) return;
    dir = realpathSync(mkdtempSync(join(tmpdir(), 'perigee-power-')));
    library = join(dir, 'power-loss.so');
    const source = join(import.meta.dirname, 'power-loss.c');
    execFileSync(compiler, [...warningFlags, '-O2', '-fPIC', '-shared', '-pthread', '-o', library, source]);
  });
  afterAll(() => {
    if (cannot === null) rmSync(dir, { recursive: true });
  });

  /** What the folder is after the cut: of each name the content that was synced last, and nothing where none was. */
  const restore = (shadow: string): string => {
    const after = join(shadow, 'after');
    mkdirSync(after);
    const names = existsSync(join(shadow, 'names')) ? readFileSync(join(shadow, 'names'), 'utf8') : '';
    for (const line of names.split('\n')) {
      const [, inode, name] = /^(\d+) (.+)$/.exec(line) ?? [];
      if (inode === undefined || name === undefined) continue;
      const content = join(shadow, `inode-${inode}`);
      if (existsSync(content)) copyFileSync(content, join(after, name));
      else writeFileSync(join(after, name), '');
    }
    return after;
  };

  /** @param least events that have to be acknowledged before the power goes, at any moment after */
  const cutAfter = async (least: number, sync: 'FULL' | 'OFF') => {
    round += 1;
    const [folder, shadow] = [join(dir, `data-${round}`), join(dir, `shadow-${round}`)];
    mkdirSync(folder);
    mkdirSync(shadow);
    const child = spawn(process.execPath, [join(import.meta.dirname, 'power-host.ts')], {
      env: {
        ...process.env,
        ...{ LD_PRELOAD: library, PERIGEE_POWER_FOLDER: folder, PERIGEE_POWER_SHADOW: shadow, SYNC: sync },
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.split('\n').length > least + 2) child.kill('SIGKILL');
    });
    const signal = await new Promise((resolve) => child.once('close', (_code, by) => resolve(by)));
    expect(signal).toBe('SIGKILL');
    // A last line without its end was never said in full.
    const [publicKey = '', ...ids] = said.split('\n').slice(0, -1);
    const after = restore(shadow);
    const database = openDatabase(join(after, 'state.db'), 0);
    const { integrity_check: verdict } = database.sqlite.prepare('PRAGMA integrity_check').get() ?? {};
    const pending = new Set(
      openOutboxTable(database)
        .pending(100_000)
        .map(({ id }) => id),
    );
    const { problem } = database;
    database.close();
    const key = openIdentity(join(after, 'device.key'), 0);
    return { ids, publicKey, key, verdict, problem, kept: ids.filter((id) => pending.has(id)) };
  };

  it.skipIf(cannot !== null)(
    `at any moment leaves each event that was acknowledged, a sound database and the key (${cannot ?? 'ready'})`,
    async () => {
      let [said, kept] = [0, 0];
      const moments = [1, 30, 150, 320];
      for (const least of moments) {
        const left = await cutAfter(least, 'FULL');
        expect(left).toMatchObject({ verdict: 'ok', problem: null });
        expect(left.kept).toEqual(left.ids);
        expect(left.key).toMatchObject({ publicKey: left.publicKey, problem: null });
        said += left.ids.length;
        kept += left.kept.length;
      }
      // The trial is worth something only if it loses what nobody synced.
      const careless = await cutAfter(40, 'OFF');
      expect(careless.kept.length).toBeLessThan(careless.ids.length);
      tells(13, {
        injected: `kill -9 at ${moments.length} moments, and whatever was not synced dropped`,
        seen: `opens sound each time; without syncing the same trial keeps ${careless.kept.length} of ${careless.ids.length}`,
        lost: `nothing: ${kept} of ${said} acknowledged events, the device key the same`,
      });
    },
  );
});
