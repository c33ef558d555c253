import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import Docker from 'dockerode';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AppState } from '../../shared/contract/app/index.ts';
import { codesOf, jsonOf, perigee, type RunningApp, startApp } from '../cli/perigee.ts';
import { describeWithEngine } from '../docker/real-engine.ts';
import { withCommand } from './app/long-job.ts';
import { actsOf, clearContainers, ownerOf } from './app/witness.ts';
import { stopwatch, tells } from './tells.ts';

const root = join(import.meta.dirname, '../..');

let dir = '';
let app: RunningApp | null = null;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'perigee-version-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

/** The build of this tree as an installation of its own, under another number. @returns its entry */
const buildOf = (version: string): string => {
  const installed = join(dir, version);
  mkdirSync(join(installed, 'dist'), { recursive: true });
  for (const name of ['locales', 'resources', 'node_modules', 'dist/probe', 'dist/renderer'])
    symlinkSync(join(root, name), join(installed, name));
  // A link would be followed to where this tree's own number is.
  cpSync(join(root, 'dist/headless'), join(installed, 'dist/headless'), { recursive: true });
  const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as object;
  writeFileSync(join(installed, 'package.json'), JSON.stringify({ ...own, version }));
  return join(installed, 'dist/headless/main.js');
};

const kill = async (): Promise<void> => {
  const running = app;
  app = null;
  await running?.end('SIGKILL');
};

describeWithEngine('a job that goes on while the app is replaced', ({ socketPath, images }) => {
  const docker = new Docker({ socketPath, host: '' });
  const isRunning = ({ worker }: AppState): boolean => worker.jobs[0]?.state === 'running';

  it('by a newer one and then by an older one: taken up by each, started once, nothing lost', async () => {
    const startedAt = Date.now();
    const data = join(dir, 'data');
    const image = await withCommand(images.demo, ['/bin/job', '120', '0']);
    const start = async (version: string): Promise<RunningApp> => {
      const entry = buildOf(version);
      app = await startApp(data, ['--hour', '5m', '--image', image, '--engine', socketPath], { entry });
      expect(await app.face.client.hello()).toMatchObject({ version });
      return app;
    };
    try {
      const first = await start('0.1.0');
      await first.face.client.settings.update({ temperatureLimitCelsius: 73 });
      await first.face.client.control.start();
      const working = await first.until(isRunning, 'a running job');
      const { id, containerId } = working.worker.jobs[0] ?? {};
      const took: string[] = [];
      for (const version of ['0.9.0', '0.0.1']) {
        await kill();
        const since = stopwatch();
        const next = await start(version);
        const adopted = await next.until(isRunning, `the job taken up by ${version}`, 15_000);
        took.push(since());
        expect(adopted.worker.jobs).toMatchObject([{ id, containerId }]);
        expect(adopted.settings.temperatureLimitCelsius).toBe(73);
        expect(codesOf(adopted)).not.toContain('STATE_SET_ASIDE');
      }
      await app?.face.client.control.pause();
      const ended = await app?.until(({ worker }) => (worker.jobs[0]?.endedAt ?? null) !== null, 'the end');
      expect(ended?.worker.jobs[0]).toMatchObject({ id, containerId, state: 'interrupted', problem: null });
      const starts = await actsOf(docker, ownerOf(data), 'start', startedAt);
      expect(starts.filter((name) => name.includes(id ?? '-'))).toHaveLength(1);
      tells(24, {
        injected: 'kill -9 of 0.1.0 during a job; its folder opened by 0.9.0, and after another by 0.0.1',
        seen: `the same container taken up ${took.join(' and ')} after the start, started once, ended by its owner’s word`,
        lost: 'nothing: settings, device and job are the same',
      });
    } finally {
      await kill();
      if (existsSync(join(data, 'state.db'))) await clearContainers(docker, ownerOf(data));
    }
  });
});

it('a folder whose database a newer app has changed is refused with a sentence, and left byte for byte', async () => {
  const data = join(dir, 'data');
  const quiet = ['--hour', '5m', '--engine', '/nonexistent.sock'];
  app = await startApp(data, quiet);
  expect(await app.end('SIGTERM')).toMatchObject({ code: 0 });
  app = null;
  const path = join(data, 'state.db');
  const sqlite = new DatabaseSync(path);
  const { user_version: known } = sqlite.prepare('PRAGMA user_version').get() ?? {};
  sqlite.exec(`PRAGMA user_version = ${Number(known) + 1}`);
  sqlite.close();
  const before = readFileSync(path);
  const outcome = await perigee(['up', '--json', '--data', data, ...quiet]);
  expect(outcome.code).toBe(1);
  expect(jsonOf(outcome)).toMatchObject({ error: { code: 'STATE_NEWER' } });
  expect(readFileSync(path).equals(before)).toBe(true);
  tells(24, {
    injected: `a state.db of schema ${Number(known) + 1}, opened by an app that knows ${known}`,
    seen: 'STATE_NEWER, exit code 1',
    lost: 'nothing: the file is the same byte for byte',
  });
});
