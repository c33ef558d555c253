/**
 * From a sign of the owner to processes that stand still, by the engine's own event: the whole app beside a real X
 * server, a real process and a real HTTP call.
 */
import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { seatTokenOf } from '../../electron/headless/server/seat-token.ts';
import { findProgram } from '../provision/programs.ts';
import { startScreen } from '../provision/screen.ts';
import { startWorkingCore, type WorkingCore } from './working-core.ts';

export const returnRuns = 20;

export interface Returns {
  readonly sign: string;
  /** Milliseconds, one a run. */
  readonly tookMs: number[];
}

/** Resolves with the wall-clock time, in milliseconds, of the next time that the engine freezes a container. */
const nextFreeze = async (docker: Docker): Promise<{ at: Promise<number>; stop: () => void }> => {
  const stream = (await docker.getEvents({
    filters: { type: ['container'], event: ['pause'] },
  })) as NodeJS.ReadableStream & { destroy(): void };
  const at = new Promise<number>((resolve) => {
    stream.once('data', (chunk: Buffer) => {
      const { timeNano } = JSON.parse(chunk.toString()) as { timeNano: number };
      resolve(timeNano / 1e6);
    });
  });
  return { at, stop: () => stream.destroy() };
};

const trial = async (
  { docker, until }: WorkingCore,
  jobId: string,
  come: () => Promise<void>,
  leave: () => Promise<void>,
): Promise<number> => {
  const freeze = await nextFreeze(docker);
  const begunAt = performance.timeOrigin + performance.now();
  await come();
  const tookMs = (await freeze.at) - begunAt;
  freeze.stop();
  await leave();
  await until(({ worker }) => worker.jobs.some(({ id, state }) => id === jobId && state === 'running'));
  return tookMs;
};

const several = async (sign: string, one: () => Promise<number>): Promise<Returns> => {
  const tookMs: number[] = [];
  for (let run = 0; run < returnRuns; run += 1) tookMs.push(await one());
  return { sign, tookMs };
};

export const benchOwnerReturns = async (): Promise<Returns[]> => {
  const screen = await startScreen();
  const dir = mkdtempSync(join(tmpdir(), 'perigee-bench-game-'));
  const game = join(dir, 'benchgame');
  copyFileSync(findProgram('busybox') ?? '', game);
  const working = await startWorkingCore({ ...process.env, DISPLAY: screen.display, XDG_SESSION_TYPE: 'x11' });
  const { client } = working.face;
  const isOver = () => working.until(({ owner }) => owner.standAside.every(({ until }) => until !== null));
  try {
    const jobId = await working.run(['/bin/job', '3600']);
    const fullScreen = await several('a window fills the screen (X11)', async () => {
      const window = await screen.open({ program: 'Benchgame' });
      return trial(
        working,
        jobId,
        () => window.setState('FULLSCREEN'),
        async () => {
          await window.close();
          await isOver();
          // A rule that is switched off lets work come back at once.
          await client.settings.update({ asideForFullScreen: false });
          await client.settings.update({ asideForFullScreen: true });
        },
      );
    });
    const program = await several('a listed program starts', async () => {
      await client.settings.update({ asideForPrograms: ['benchgame'] });
      let end: () => Promise<void> = async () => undefined;
      const begin = async (): Promise<void> => {
        const child = spawn(game, ['600'], { argv0: 'sleep', stdio: 'ignore' });
        const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
        end = async () => {
          child.kill();
          await ended;
        };
      };
      return trial(working, jobId, begin, async () => {
        await end();
        await isOver();
        await client.settings.update({ asideForPrograms: [] });
      });
    });
    const token = seatTokenOf(working.core.dataDir, Date.now());
    const seat = async (state: 'free' | 'taken'): Promise<void> => {
      await fetch(`${new URL(working.core.url).origin}/seat`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ state }),
      });
    };
    const taken = await several('a café says that the seat is taken (HTTP)', () =>
      trial(
        working,
        jobId,
        () => seat('taken'),
        () => seat('free'),
      ),
    );
    return [fullScreen, program, taken];
  } finally {
    await working.stop();
    await screen.close();
    rmSync(dir, { recursive: true, force: true });
  }
};
