import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../electron/core/system-clock.ts';
import type { Engine } from '../../electron/docker/engine.ts';
import type { JobStateEvent } from '../../electron/worker/job-desk.ts';
import { createWorker, type Worker } from '../../electron/worker/worker.ts';
import { clearPlace, type DockerdPlace, startDockerd } from '../../scripts/provision/dockerd.ts';
import { endProcess, type OwnProcess } from '../../scripts/provision/own-process.ts';
import { findProgram } from '../../scripts/provision/programs.ts';
import type { Job } from '../../shared/contract/app/worker.ts';
import { describeWithEngine, jobOf, limits, openEngine, until } from '../docker/real-engine.ts';
import { createMemoryImages } from '../fakes/memory-images.ts';
import { createMemoryJournal } from '../fakes/memory-journal.ts';
import { stopwatch, tells } from './tells.ts';

const cannot =
  process.getuid?.() !== 0 ? 'starting dockerd needs root' : findProgram('dockerd') === null ? 'no dockerd here' : null;

describeWithEngine('the engine lost during a job', ({ registry, images }) => {
  // An engine of its own: the others must not be disturbed by what is done to it.
  let place: DockerdPlace;
  let dockerd: OwnProcess;
  let opened: ReturnType<typeof openEngine>;
  let worker: Worker;
  let events: JobStateEvent[] = [];

  const start = async (...flags: string[]): Promise<void> => {
    dockerd = (await startDockerd(place, ['--bridge=none', '--iptables=false', '--ip6tables=false', ...flags])).process;
  };
  const openWorker = (engine: Engine): Worker =>
    createWorker({
      ...{ engine, journal: createMemoryJournal(), images: createMemoryImages(), clock: systemClock, graceMs: 1000 },
      policy: () => ({ limits, registries: [registry], leasedGpus: [] }),
      onEvent: (event) => events.push(event),
    });
  const job = (): Job | undefined => worker.state.get().jobs[0];
  const offer = (command: string[]) =>
    worker.offer(jobOf(images.demo, command, { id: `j-${Date.now()}` }), {
      expiresAt: Date.now() + 120_000,
      imageVouchedBy: 'network',
    });
  const running = () => until(() => job()?.state === 'running', 'the job running');
  const ended = () => until(() => (job()?.endedAt ?? null) !== null, 'the end of the job', 60_000);
  const saidTimes = async (text: string): Promise<number> => {
    let times = 0;
    for await (const line of worker.log(job()?.id ?? '', AbortSignal.timeout(10_000)) ?? []) {
      if (line.source === 'renter' && line.text === text) times += 1;
    }
    return times;
  };
  /** @returns how long it took to be noticed */
  const kill9 = async (): Promise<string> => {
    process.kill(dockerd.pid, 'SIGKILL');
    const since = stopwatch();
    await until(() => job()?.problem?.code === 'ENGINE_UNREACHABLE', 'the loss to be noticed', 6000);
    return since();
  };

  beforeAll(async () => {
    if (cannot !== null) return;
    const dir = await mkdtemp(join(tmpdir(), 'perigee-dockerd-'));
    const runDir = await mkdtemp('/run/perigee-fault-');
    place = { socketPath: join(dir, 'docker.sock'), dataDir: join(dir, 'data'), runDir, logPath: join(dir, 'log') };
    await start();
  });
  afterAll(async () => {
    if (cannot !== null) return;
    await endProcess(dockerd, 15_000);
    clearPlace(place);
    await rm(join(place.socketPath, '..'), { recursive: true, force: true });
  });
  beforeEach(() => {
    if (cannot !== null) return;
    events = [];
    opened = openEngine(place.socketPath);
    worker = openWorker(opened.engine);
  });
  afterEach(async () => {
    if (cannot !== null) return;
    await worker.close();
    await opened.clear();
  });

  it.skipIf(cannot !== null)(
    `killed and started again: the job is interrupted, with its time (${cannot ?? 'ready'})`,
    async () => {
      await offer(['/bin/job', '60']);
      await running();
      await systemClock.sleep(1500);
      const saidAfter = await kill9();
      expect(job()?.state).toBe('running');
      await start();
      await ended();
      expect(job()).toMatchObject({ state: 'interrupted', problem: { code: 'JOB_INTERRUPTED' } });
      const ranMs = events.at(-1)?.ranMs ?? 0;
      expect(ranMs).toBeGreaterThan(1400);
      expect(events.filter(({ state }) => state === 'starting')).toHaveLength(1);
      tells(5, {
        injected: 'kill -9 of a dockerd without live-restore 1.5 s into a job of 60 s; started again',
        seen: `ENGINE_UNREACHABLE after ${saidAfter}; ${job()?.state} with exit code ${job()?.exitCode}, no second start`,
        lost: `the job, as this engine has it; its ${(ranMs / 1000).toFixed(1)} s are kept`,
      });
    },
  );

  it.skipIf(cannot !== null)('killed, and the job ends meanwhile: its exit code is read from the engine', async () => {
    await offer(['/bin/job', '3', '42']);
    await running();
    await kill9();
    await systemClock.sleep(4000);
    await start();
    await ended();
    expect(job()).toMatchObject({ state: 'failed', exitCode: 42 });
    const ranMs = events.at(-1)?.ranMs ?? 0;
    tells(7, {
      injected: 'kill -9 of dockerd; the job of 3 s ends 4 s before it is started again',
      seen: `exit code ${job()?.exitCode} and ${(ranMs / 1000).toFixed(1)} s, read by inspection`,
      lost: 'nothing',
    });
  });

  it.skipIf(cannot !== null)('killed with live-restore: the job goes on and ends as it would have', async () => {
    await endProcess(dockerd, 15_000);
    await start('--live-restore');
    await offer(['/bin/job', '8', '0']);
    await running();
    await kill9();
    await start('--live-restore');
    await ended();
    expect(job()).toMatchObject({ state: 'done', exitCode: 0 });
    expect(await saidTimes('job starts')).toBe(1);
    expect(await saidTimes('work 8 of 8')).toBe(1);
    tells(6, {
      injected: 'kill -9 of a dockerd with live-restore during a job of 8 s; started again',
      seen: `${job()?.state}, exit code ${job()?.exitCode}; the job said each of its lines once`,
      lost: `nothing: ${((events.at(-1)?.ranMs ?? 0) / 1000).toFixed(1)} of 8 s`,
    });
    await endProcess(dockerd, 15_000);
    await start();
  });

  it.skipIf(cannot !== null)('ended politely: nobody blames the job', async () => {
    await offer(['/bin/job', '60']);
    await running();
    await endProcess(dockerd, 15_000);
    await systemClock.sleep(500);
    await start();
    await ended();
    expect(job()).toMatchObject({ state: 'interrupted', problem: { code: 'JOB_INTERRUPTED' } });
  });

  it.skipIf(cannot !== null)(
    'hung while it should start the job: a typed problem in time, and no second start',
    async () => {
      let hasHung = false;
      await worker.close();
      worker = openWorker({
        ...opened.engine,
        start: async (...given) => {
          if (!hasHung) process.kill(dockerd.pid, 'SIGSTOP');
          hasHung = true;
          await opened.engine.start(...given);
        },
      });
      await offer(['/bin/job', '2']);
      await until(() => hasHung, 'the hang');
      const hungAt = performance.now();
      await until(() => job()?.problem?.code === 'ENGINE_UNREACHABLE', 'the problem', 6000);
      const saidAfterMs = performance.now() - hungAt;
      expect(saidAfterMs).toBeLessThan(5500);
      expect(job()?.state).toBe('starting');
      await systemClock.sleep(2000);
      process.kill(dockerd.pid, 'SIGCONT');
      await ended();
      expect(job()).toMatchObject({ state: 'done', exitCode: 0, problem: null });
      expect(await saidTimes('job starts')).toBe(1);
      tells(8, {
        injected: 'kill -STOP of dockerd as it is told to start the job; CONT later',
        seen: `ENGINE_UNREACHABLE after ${(saidAfterMs / 1000).toFixed(1)} s; then one start, done`,
        lost: 'nothing: the intent stood in the journal',
      });
    },
  );

  it.skipIf(cannot !== null)('hung while the job runs: noticed in time, and taken up again', async () => {
    await offer(['/bin/job', '12']);
    await running();
    process.kill(dockerd.pid, 'SIGSTOP');
    await until(() => job()?.problem?.code === 'ENGINE_UNREACHABLE', 'the problem', 6000);
    await expect(opened.engine.probe()).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' });
    process.kill(dockerd.pid, 'SIGCONT');
    await until(() => job()?.problem === null, 'the engine to be back');
    expect(job()?.state).toBe('running');
    await ended();
    expect(job()).toMatchObject({ state: 'done' });
    expect(await saidTimes('job starts')).toBe(1);
  });

  it.skipIf(cannot !== null)('with its socket gone: whoever looks is told so, and the job goes on', async () => {
    await offer(['/bin/job', '4']);
    await running();
    const aside = `${place.socketPath}.aside`;
    await rename(place.socketPath, aside);
    const other = openEngine(place.socketPath);
    const since = stopwatch();
    await expect(other.engine.probe()).rejects.toMatchObject({ code: 'ENGINE_ABSENT' });
    const saidAfter = since();
    await rename(aside, place.socketPath);
    await ended();
    expect(job()).toMatchObject({ state: 'done' });
    tells(9, {
      injected: 'mv of the engine’s socket while a job runs',
      seen: `ENGINE_ABSENT after ${saidAfter}; the job ended done`,
      lost: 'nothing',
    });
  });
});
