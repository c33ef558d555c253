import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDataFolder } from '../../electron/storage/data-folder.ts';
import { until } from '../docker/real-engine.ts';
import { tells } from '../faults/tells.ts';
import { cannotMount, mountOwn } from './own-mount.ts';
import { childrenOf, isAlive, jsonOf, perigee, type RunningApp, startApp } from './perigee.ts';

/** No engine: these tests are about the process, and leave no container behind. */
const quiet = ['--hour', '5m', '--engine', '/nonexistent.sock'];

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'perigee-up-'));
});
afterAll(() => rmSync(dir, { recursive: true }));
const folder = (name: string): string => join(dir, name);

const answers = async (url: string): Promise<boolean> => {
  const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(2000) }).catch(() => null);
  return response?.ok ?? false;
};

describe('up', () => {
  it('says with exit code 4 that its port is busy, and lets go of the folder', async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port));
    });
    const data = folder('busy-port');
    const outcome = await perigee(['up', '--json', '--data', data, '--port', String(port), ...quiet]);
    other.close();
    expect(outcome.code).toBe(4);
    expect(jsonOf(outcome)).toMatchObject({ error: { code: 'PORT_BUSY', data: { port } } });
    expect(existsSync(join(data, 'run', 'core.json'))).toBe(false);
    openDataFolder(data, 0).release();
  });

  it.each(['up', 'earn', 'check'])('%s says with exit code 4 who holds the folder', async (verb) => {
    const held = openDataFolder(folder('held'), 0);
    const once = verb === 'earn' ? ['--once'] : [];
    const outcome = await perigee([verb, ...once, '--json', '--data', held.path]);
    held.release();
    expect(outcome.code).toBe(4);
    expect(jsonOf(outcome)).toMatchObject({
      error: { code: 'DATA_FOLDER_BUSY', data: { path: held.path, pid: process.pid } },
    });
  });

  it.each(['up', 'earn'])('%s says that a folder below a file cannot be written', async (verb) => {
    writeFileSync(folder('file'), 'mine');
    const data = join(folder('file'), 'data');
    const once = verb === 'earn' ? ['--once'] : [];
    const outcome = await perigee([verb, ...once, '--json', '--data', data]);
    expect(outcome.code).toBe(1);
    expect(jsonOf(outcome)).toMatchObject({ error: { code: 'DATA_FOLDER_DENIED', data: { path: data } } });
  });

  it.skipIf(cannotMount !== null)(
    `says that a read-only data folder cannot be written (${cannotMount ?? 'mounted for this'})`,
    async () => {
      const mount = mountOwn('size=4m');
      try {
        const data = join(mount.path, 'data');
        openDataFolder(data, 0).release();
        mount.change('ro');
        const outcome = await perigee(['up', '--json', '--data', data, ...quiet]);
        expect(outcome.code).toBe(1);
        expect(jsonOf(outcome)).toMatchObject({ error: { code: 'DATA_FOLDER_DENIED', data: { path: data } } });
      } finally {
        mount.close();
      }
    },
  );

  it('asked to end as soon as it answers, ends in order and has nothing to complain of', async () => {
    const app = await startApp(folder('short-lived'), quiet);
    const outcome = await app.end('SIGTERM');
    expect(outcome).toMatchObject({ code: 0, signal: null });
    expect(outcome.stderr).not.toContain('Error');
  });

  describe('that runs', () => {
    let app: RunningApp;
    beforeAll(async () => {
      app = await startApp(folder('running'), quiet);
    });
    afterAll(() => app.end('SIGKILL'));

    it('is pointed to by a second one, with a code that opens it once', async () => {
      const outcome = await perigee(['up', '--json', '--data', app.dataDir, ...quiet]);
      expect(outcome.code).toBe(0);
      const { url, alreadyRunning } = jsonOf(outcome) as { url: string; alreadyRunning: boolean };
      expect(alreadyRunning).toBe(true);
      expect(new URL(url).origin).toBe(app.url);
      const redeem = () =>
        fetch(`${app.url}/launch`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', Origin: app.url },
          body: JSON.stringify({ code: new URL(url).hash.replace('#launch=', '') }),
        });
      expect((await redeem()).status).toBe(200);
      expect((await redeem()).status).toBe(401);
      tells(25, {
        injected: 'up twice on one folder',
        seen: 'the second points to the first, whose code opens it once, and exits with 0',
        lost: 'nothing: one writer',
      });
    });

    it('keeps its token to its owner', () => {
      expect(readdirSync(join(app.dataDir, 'run'))).toEqual(['core.json']);
    });

    it.each([
      ['status', 'new'],
      ['resume', 'joining'],
      ['pause', 'new'],
      ['finish', 'new'],
    ])('answers %s with one JSON object', async (verb, activity) => {
      const outcome = await perigee([verb, '--json', '--data', app.dataDir]);
      expect(outcome).toMatchObject({ code: 0, stderr: '' });
      const answer = jsonOf(outcome) as { activity?: string; status?: { activity: string } };
      const said = answer.status?.activity ?? answer.activity;
      expect(verb === 'resume' ? ['joining', 'ready'] : [activity, 'paused']).toContain(said);
    });

    it('refuses earn on its folder with exit code 4', async () => {
      const outcome = await perigee(['earn', '--once', '--json', '--data', app.dataDir, ...quiet]);
      expect(outcome.code).toBe(4);
      expect(jsonOf(outcome)).toMatchObject({ error: { code: 'DATA_FOLDER_BUSY', data: { pid: app.pid } } });
      tells(25, {
        injected: 'earn on the folder of an up that runs',
        seen: 'DATA_FOLDER_BUSY with the holder’s pid, exit code 4',
        lost: 'nothing: one writer',
      });
    });
  });

  it.skipIf(process.platform !== 'linux').each([
    ['SIGTERM', 'while it proves'],
    ['SIGINT', 'while it proves'],
  ] as const)('ends by %s %s within five seconds and leaves nothing behind', async (signal, _when) => {
    const app = await startApp(folder(`ended-${signal}`), ['--hour', '20s', '--engine', '/nonexistent.sock']);
    await app.face.client.control.start();
    await app.until(({ status }) => status.activity === 'ready', 'ready');
    await until(() => childrenOf(app.pid).length > 0, 'a probe at work', 40_000);
    const children = childrenOf(app.pid);
    const startedAt = performance.now();
    const outcome = await app.end(signal);
    expect(performance.now() - startedAt).toBeLessThan(5000);
    expect(outcome).toMatchObject({ code: 0, signal: null });
    expect(outcome.stdout.trim().split('\n')).toHaveLength(1);
    await until(() => !children.some(isAlive), 'the end of its children', 2000);
    expect(await answers(app.url)).toBe(false);
    expect(existsSync(join(app.dataDir, 'run', 'core.json'))).toBe(false);
    openDataFolder(app.dataDir, 0).release();
  });
});
