import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { expect, it } from 'vitest';
import { isLive } from '../../../electron/device/activity.ts';
import type { AppState } from '../../../shared/contract/app/index.ts';
import { codesOf, startApp } from '../../cli/perigee.ts';
import { describeWithEngine } from '../../docker/real-engine.ts';
import { startEngineProxy } from './engine-proxy.ts';
import { clearContainers, ownerOf } from './witness.ts';

/** Gone or silent: an engine that was there a moment ago is either. */
const isAway = (state: AppState): boolean =>
  codesOf(state).some((code) => code === 'ENGINE_ABSENT' || code === 'ENGINE_UNREACHABLE');

const isBack = (state: AppState): boolean => !isAway(state) && state.machine?.engine.version !== null;

describeWithEngine('the engine away while the app is ready', ({ socketPath, images }) => {
  it('is said within half a minute, costs no proof, and is over when it is back', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'perigee-away-'));
    const path = join(dir, 'engine.sock');
    const proxy = await startEngineProxy(path, socketPath);
    const data = join(dir, 'data');
    const app = await startApp(data, ['--hour', '5m', '--image', images.demo, '--engine', path]);
    try {
      await app.face.client.control.start();
      await app.until(({ worker }) => worker.jobs.some(({ state }) => state === 'done'), 'a job done');
      await app.until(({ status, worker }) => status.activity === 'ready' && !worker.jobs.some(isLive), 'ready');
      await proxy.takeAway();
      const away = await app.until(isAway, 'the engine to be missed', 30_000);
      expect(away.status.activity).toBe('ready');
      expect(away.machine?.engine.problem?.code).toMatch(/^ENGINE_/);
      await proxy.bringBack();
      const back = await app.until(isBack, 'the engine back', 30_000);
      expect(back.status.activity).toBe('ready');
    } finally {
      const owner = ownerOf(data);
      await app.end('SIGTERM');
      await proxy.takeAway();
      await clearContainers(new Docker({ socketPath, host: '' }), owner);
      rmSync(dir, { recursive: true });
    }
  });
});
