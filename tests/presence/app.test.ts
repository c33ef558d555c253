import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findProgram } from '../../scripts/provision/programs.ts';
import { startScreen, type TestScreen } from '../../scripts/provision/screen.ts';
import type { AppState } from '../../shared/contract/app/index.ts';
import { jsonOf, perigee, type RunningApp, startApp } from '../cli/perigee.ts';
import { describeWithEngine } from '../docker/real-engine.ts';
import { clearContainers, ownerOf } from '../faults/app/witness.ts';

const causes = ({ owner }: AppState): string[] => owner.standAside.map(({ cause }) => cause);

describeWithEngine('the whole app while its owner plays', ({ socketPath, images }) => {
  const dir = mkdtempSync(join(tmpdir(), 'perigee-owner-'));
  const data = join(dir, 'data');
  const docker = new Docker({ socketPath, host: '' });
  let screen: TestScreen;
  let app: RunningApp;

  beforeAll(async () => {
    screen = await startScreen();
    app = await startApp(data, ['--hour', '5m', '--image', images.lasting, '--engine', socketPath], {
      env: { ...process.env, DISPLAY: screen.display, XDG_SESSION_TYPE: 'x11' },
    });
    await app.face.client.settings.update({ comeBackMinutes: 1 });
    await app.face.client.control.start();
    await app.until(({ worker }) => worker.jobs.some(({ state }) => state === 'running'), 'a job that runs');
  });
  afterAll(async () => {
    const owner = ownerOf(data);
    await app.end('SIGTERM');
    await clearContainers(docker, owner);
    await screen.close();
    rmSync(dir, { recursive: true });
  });

  const jobOf = ({ worker }: AppState) => worker.jobs[0];
  const isPaused = async (): Promise<boolean> => {
    const state = await app.until(() => true, 'a state');
    const container = docker.getContainer(jobOf(state)?.containerId ?? '');
    return (await container.inspect()).State.Paused;
  };
  /** The job goes on only when every sign is gone and its time is over, or the owner says so at once. */
  const standsStill = async (): Promise<void> => {
    await app.until((state) => jobOf(state)?.state === 'frozen', 'the job to stand still');
    expect(await isPaused()).toBe(true);
  };

  it('freezes the job for a full-screen game, and tells the network', async () => {
    const window = await screen.open({ program: 'Factorio' });
    await window.setState('FULLSCREEN');
    await standsStill();
    const aside = await app.until(({ status }) => status.activity === 'aside', 'standing aside');
    expect(aside.owner.standAside[0]).toMatchObject({ cause: 'full_screen', program: 'Factorio', until: null });
    await window.close();
    const leaving = await app.until(({ owner }) => owner.standAside[0]?.until !== null, 'the time to come back');
    expect(leaving.owner.standAside[0]?.until).toBeGreaterThan(Date.now() + 50_000);
    expect(await isPaused()).toBe(true);
    // The owner changes the rule, and it holds at once: nothing of the past keeps the PC idle.
    await app.face.client.settings.update({ asideForFullScreen: false });
  });

  it('stands still for a seat that is taken, and goes on when it is free', async () => {
    await app.until(({ owner }) => owner.standAside.length === 0, 'nothing to stand aside for', 30_000);
    await app.until((state) => jobOf(state)?.state === 'running', 'the job to go on');
    const said = await perigee(['seat', 'taken', '--json', '--data', data]);
    expect(jsonOf(said)).toMatchObject({ seat: 'taken' });
    await standsStill();
    const { token, url } = jsonOf(await perigee(['seat', 'token', '--json', '--data', data]));
    const response = await fetch(String(url), {
      method: 'POST',
      headers: { Authorization: `Bearer ${String(token)}`, 'Content-Type': 'application/json' },
      body: '{"state":"free"}',
    });
    expect(response.status).toBe(200);
    await app.until((state) => jobOf(state)?.state === 'running' || jobOf(state)?.state === 'done', 'the job to go on');
  });

  it('sees a program of the owner’s list start and end', async () => {
    const game = join(dir, 'mygame');
    copyFileSync(findProgram('busybox') ?? '', game);
    await app.face.client.settings.update({ asideForPrograms: ['MyGame.exe'] });
    const child = spawn(game, ['30'], { argv0: 'sleep', stdio: 'ignore' });
    await app.until((state) => causes(state).includes('program'), 'the program to be seen');
    child.kill();
    await app.until(({ owner }) => owner.standAside.some(({ until }) => until !== null), 'its end');
  });
});
