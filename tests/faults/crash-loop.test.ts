import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AppState } from '../../shared/contract/app/index.ts';
import { codesOf, type RunningApp, startApp } from '../cli/perigee.ts';
import { tells } from './tells.ts';

let dir = '';
let app: RunningApp | null = null;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'perigee-loop-'));
});
afterEach(async () => {
  await app?.end('SIGTERM');
  rmSync(dir, { recursive: true });
});

const start = async (): Promise<RunningApp> => {
  app = await startApp(dir, ['--hour', '5m', '--engine', join(dir, 'no-engine.sock')]);
  return app;
};
const waits = (state: AppState): boolean => codesOf(state).includes('CRASHED_REPEATEDLY');

it('an app that ends soon after its start, again and again, waits before it works, and loses nothing', async () => {
  await (await start()).face.client.control.start();
  await app?.face.client.settings.update({ comeBackMinutes: 7 });
  for (let times = 0; times < 3; times += 1) {
    await app?.end('SIGKILL');
    await start();
  }
  const waiting = await (app as RunningApp).until(waits, 'the waiting');
  expect(waiting.status).toMatchObject({ activity: 'blocked', device: null });
  expect(waiting.settings).toMatchObject({ wantsToEarn: true, comeBackMinutes: 7 });
  // The owner's word holds at once.
  await app?.face.client.control.start();
  const working = await (app as RunningApp).until(({ status }) => status.device !== null, 'the network to know it');
  expect(waits(working)).toBe(false);
  // An orderly end is no crash.
  await app?.end('SIGTERM');
  expect(readFileSync(join(dir, 'starts'), 'utf8')).toBe('0\n');
  tells(4, {
    injected: 'kill -9 of the app three times in a row, each within a minute of its start',
    seen: `CRASHED_REPEATEDLY, ${waiting.status.activity}, the pages answer; the owner’s word ends the wait`,
    lost: 'nothing: settings and the wish to earn are the same',
  });
});
