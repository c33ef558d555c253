import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../electron/core/system-clock.ts';
import type { JobStateEvent } from '../../electron/worker/job-desk.ts';
import type { JobSpec } from '../../shared/contract/job-spec.ts';
import { describeWithEngine, jobOf, openEngine, until } from '../docker/real-engine.ts';
import { tells } from './tells.ts';
import type { DeathMoment, HostOrders } from './worker-host.ts';

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

describeWithEngine('the app killed at any moment of a job', ({ socketPath, registry, images }) => {
  let dir = '';
  let opened = openEngine(socketPath);
  let host: ChildProcess | null = null;
  let sinceSeconds = 0;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'perigee-fault-'));
    opened = openEngine(socketPath);
    sinceSeconds = Math.floor(Date.now() / 1000);
  });
  afterEach(async () => {
    host?.kill('SIGKILL');
    await opened.clear();
    await rm(dir, { recursive: true });
  });

  const startHost = (dies: DeathMoment, offer: JobSpec | null): Promise<string | number | null> => {
    const orders: HostOrders = { socketPath, registry, dir, dies, offer, owner: opened.owner };
    const child = spawn(process.execPath, [join(import.meta.dirname, 'worker-host.ts')], {
      env: { ...process.env, WORKER_HOST_ORDERS: JSON.stringify(orders) },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    host = child;
    return new Promise((resolve) => child.on('exit', (code, signal) => resolve(signal ?? code)));
  };
  const events = async (): Promise<JobStateEvent[]> => {
    const text = await readFile(join(dir, 'events.jsonl'), 'utf8').catch(() => '');
    return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as JobStateEvent]));
  };
  const states = async (): Promise<string[]> => {
    const unique = new Map((await events()).map(({ id, state }) => [id, state]));
    return [...unique.values()];
  };
  /** What the engine itself says it did to containers of this owner. */
  const acts = async (act: 'create' | 'start'): Promise<number> => {
    const stream = await opened.docker.getEvents({
      since: sinceSeconds,
      until: Math.floor(Date.now() / 1000) + 1,
      filters: { label: [`network.perigee.owner=${opened.owner}`], type: ['container'], event: [act] },
    });
    let text = '';
    for await (const chunk of stream) text += String(chunk);
    return text.split('\n').filter((line) => line.trim() !== '').length;
  };
  const expectOneRun = async (): Promise<void> => {
    expect(await acts('create')).toBe(1);
    expect(await acts('start')).toBe(1);
    expect(await opened.engine.listOurs()).toEqual([]);
  };

  it.each<DeathMoment>(['after_intent', 'after_create', 'after_created_journal', 'after_start'])(
    'killed %s: the next start finishes the same job in one container, started once',
    async (moment) => {
      const spec = jobOf(images.demo, ['/bin/job', '2', '7'], { id: 'job-1' });
      expect(await startHost(moment, spec)).toBe('SIGKILL');
      expect(await startHost('never', null)).toBe(0);
      expect(await states()).toEqual(['offered', 'pulling', 'starting', 'running', 'failed']);
      expect((await events()).at(-1)).toMatchObject({ exitCode: 7 });
      const ranMs = (await events()).at(-1)?.ranMs ?? 0;
      expect(ranMs).toBeGreaterThan(1900);
      await expectOneRun();
      const fault = { after_create: 2, after_created_journal: 2, after_start: 3 }[moment as string];
      if (fault !== undefined)
        tells(fault, {
          injected: `kill -9 of the worker's process, ${moment}`,
          seen: 'the next start took the container up by its name and label: one creation, one start, exit code 7',
          lost: `nothing: ${(await states()).length} of 5 changes of state, ${seconds(ranMs)} of 2 s`,
        });
    },
  );

  it('killed while the job runs: the next start takes it up within ten seconds and keeps its time', async () => {
    const spec = jobOf(images.demo, ['/bin/job', '6'], { id: 'job-1' });
    const killed = startHost('never', spec);
    await until(async () => (await states()).includes('running'), 'the job running');
    host?.kill('SIGKILL');
    expect(await killed).toBe('SIGKILL');
    expect(await startHost('never', null)).toBe(0);
    expect(await states()).toEqual(['offered', 'pulling', 'starting', 'running', 'done']);
    const ranMs = (await events()).at(-1)?.ranMs ?? 0;
    expect(ranMs).toBeGreaterThan(5900);
    const heardAgainMs = Number(await readFile(join(dir, 'heard-again-ms'), 'utf8'));
    expect(heardAgainMs).toBeLessThan(10_000);
    await expectOneRun();
    tells(1, {
      injected: "kill -9 of the worker's process while its job runs",
      seen: `heard the job again ${seconds(heardAgainMs)} after its start; one creation, one start`,
      lost: `nothing: ${seconds(ranMs)} of 6 s`,
    });
  });

  it('killed while the job runs, which then ends: the next start reads how', async () => {
    const killed = startHost('never', jobOf(images.demo, ['/bin/job', '2', '42'], { id: 'job-1' }));
    await until(async () => (await states()).includes('running'), 'the job running');
    host?.kill('SIGKILL');
    await killed;
    await until(async () => (await opened.engine.inspectJob('job-1'))?.status === 'exited', 'the end of the job');
    expect(await startHost('never', null)).toBe(0);
    expect((await events()).at(-1)).toMatchObject({ state: 'failed', exitCode: 42 });
    await expectOneRun();
  });

  it('killed again and again at any time: one container, one start, one end', async () => {
    const spec = jobOf(images.demo, ['/bin/job', '4'], { id: 'job-1' });
    let exit: string | number | null = null;
    for (let round = 0; round < 12 && exit !== 0; round += 1) {
      const running = startHost('never', spec);
      // Spread over the start of the process, the creation and the run.
      const killer = systemClock.sleep(300 + round * 130).then(() => round < 11 && host?.kill('SIGKILL'));
      exit = await running;
      await killer;
    }
    expect(exit).toBe(0);
    const ends = (await states()).filter((state) => ['done', 'failed', 'interrupted'].includes(state));
    expect(ends).toEqual(['done']);
    await expectOneRun();
  });

  it('killed with the container removed behind its back: interrupted, and never a second one', async () => {
    const killed = startHost('never', jobOf(images.demo, ['/bin/job', '60'], { id: 'job-1' }));
    await until(async () => (await states()).includes('running'), 'the job running');
    host?.kill('SIGKILL');
    await killed;
    await opened.docker.getContainer('perigee-job-1').remove({ force: true });
    expect(await startHost('never', null)).toBe(0);
    expect((await states()).at(-1)).toBe('interrupted');
    await expectOneRun();
  });
});
