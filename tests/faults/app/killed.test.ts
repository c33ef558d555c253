import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../../electron/core/system-clock.ts';
import type { AppState } from '../../../shared/contract/app/index.ts';
import { codesOf, type RunningApp, startApp } from '../../cli/perigee.ts';
import { describeWithEngine, until } from '../../docker/real-engine.ts';
import { withCommand } from './long-job.ts';
import { actsOf, clearContainers, devicesOf, ownerOf, pendingEvents, startStranger } from './witness.ts';

/** The same moments each time. */
const dice = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

const hourMs = 20_000;
const isRunning = ({ worker, status }: AppState): boolean =>
  status.activity === 'working' && worker.jobs[0]?.state === 'running';
const earnedOf = ({ earnings }: AppState): bigint => earnings.totals.confirmed + earnings.totals.paid;
const jobPayOf = ({ earnings }: AppState, jobId: string) =>
  earnings.ledger.filter(({ kind, reference }) => kind === 'job_pay' && reference === jobId);

describeWithEngine('the whole app killed', ({ socketPath, images }) => {
  let dir = '';
  let app: RunningApp | null = null;
  const docker = new Docker({ socketPath, host: '' });
  const startedAt = Date.now();

  const start = async (image: string): Promise<RunningApp> => {
    app = await startApp(dir, ['--hour', '20s', '--image', image, '--engine', socketPath]);
    return app;
  };
  const kill = async (): Promise<void> => {
    expect(await app?.end('SIGKILL')).toMatchObject({ signal: 'SIGKILL' });
    app = null;
  };

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'perigee-killed-'));
  });
  afterEach(async () => {
    const running = app;
    app = null;
    await running?.end('SIGKILL');
    if (existsSync(join(dir, 'state.db'))) await clearContainers(docker, ownerOf(dir));
    rmSync(dir, { recursive: true });
  });

  it('while a job runs: the next start takes up the same container, and its pay comes once', async () => {
    const image = await withCommand(images.demo, ['/bin/job', '15', '0']);
    const before = await start(image);
    await before.face.client.control.start();
    const working = await before.until(isRunning, 'a running job');
    const [job] = working.worker.jobs;
    expect(job).toMatchObject({ state: 'running', image });
    await kill();

    const after = await start(image);
    const adopted = await after.until(isRunning, 'the job taken up', 10_000);
    expect(adopted.worker.jobs.map(({ id, containerId }) => ({ id, containerId }))).toEqual([
      { id: job?.id, containerId: job?.containerId },
    ]);
    const ended = await after.until(({ worker }) => worker.jobs[0]?.state === 'done', 'the end of the job');
    expect(ended.worker.jobs[0]).toMatchObject({ id: job?.id, containerId: job?.containerId, exitCode: 0 });
    const paid = await after.until((state) => jobPayOf(state, job?.id ?? '').length > 0, 'the pay', 60_000);
    const hourEndsAt = paid.status.network?.hourEndsAt ?? 0;
    const later = await after.until(({ status }) => (status.network?.hourStartedAt ?? 0) >= hourEndsAt, 'an hour more');
    expect(jobPayOf(later, job?.id ?? '')).toHaveLength(1);

    const owner = ownerOf(dir);
    for (const act of ['create', 'start'] as const)
      expect((await actsOf(docker, owner, act, startedAt)).filter((name) => name.includes(job?.id ?? ''))).toHaveLength(
        1,
      );
    await until(() => pendingEvents(dir) === 0, 'an empty outbox');
  });

  it('while a job runs, and its database lost as well: the container is cleared away, not forgotten', async () => {
    const image = await withCommand(images.demo, ['/bin/job', '90', '0']);
    const before = await start(image);
    await before.face.client.control.start();
    const { worker } = await before.until(isRunning, 'a running job');
    const containerId = worker.jobs[0]?.containerId ?? '';
    const owner = ownerOf(dir);
    await kill();
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(dir, `state.db${suffix}`), { force: true });
    const after = await start(image);
    expect(ownerOf(dir)).toBe(owner);
    // At the latest before the next job; the start itself gives up on an engine that is slow to answer.
    await after.face.client.control.start();
    const next = await after.until(isRunning, 'the next job', 60_000);
    expect(next.worker.jobs[0]?.containerId).not.toBe(containerId);
    await expect(docker.getContainer(containerId).inspect()).rejects.toMatchObject({ statusCode: 404 });
  });

  it('at ten moments over two network hours: nothing earned is lost, nothing is done twice', {
    timeout: 300_000,
  }, async () => {
    const stranger = await startStranger(docker, images.demo);
    try {
      const chance = dice(20_261_122);
      const first = await start(images.demo);
      await first.face.client.control.start();
      const begun = await first.until((state) => earnedOf(state) > 0n, 'the first pay', 90_000);
      const device = begun.status.device?.id;
      let earned = earnedOf(begun);
      const twoHoursOn = Date.now() + 2 * hourMs;

      for (let round = 0; round < 10; round += 1) {
        // From the first instant of a start to well into an hour; the last kills wait for the two hours to be over.
        await systemClock.sleep(round < 9 ? 200 + chance() * 4000 : Math.max(0, twoHoursOn - Date.now()));
        await kill();
        const next = await start(images.demo);
        const back = await next.until(
          ({ status, earnings }) => status.network?.isOnline === true && earnings.readAt !== null,
          `online after kill ${round + 1}`,
          60_000,
        );
        expect(back.status.device?.id).toBe(device);
        expect(earnedOf(back)).toBeGreaterThanOrEqual(earned);
        expect(codesOf(back)).not.toContain('STATE_SET_ASIDE');
        expect(codesOf(back)).not.toContain('KEY_SET_ASIDE');
        earned = earnedOf(back);
      }

      const last = app;
      if (last === null) throw new Error('no app');
      await last.until((state) => earnedOf(state) > earned, 'more to be earned afterwards', 120_000);
      await until(() => pendingEvents(dir) === 0, 'an empty outbox');
      expect(await stranger.isUntouched()).toBe(true);
      const owner = ownerOf(dir);
      for (const act of ['create', 'start'] as const) {
        const names = await actsOf(docker, owner, act, startedAt);
        expect(names.length).toBeGreaterThan(0);
        expect(new Set(names).size).toBe(names.length);
      }
      expect(await last.end('SIGTERM')).toMatchObject({ code: 0 });
      app = null;
      expect(await devicesOf(dir, hourMs)).toBe(1);
    } finally {
      await stranger.remove();
    }
  });
});
