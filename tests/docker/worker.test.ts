import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../electron/core/system-clock.ts';
import type { ShelfRecords } from '../../electron/worker/image-shelf.ts';
import type { JobStateEvent } from '../../electron/worker/job-desk.ts';
import type { JobJournal } from '../../electron/worker/journal.ts';
import { createWorker, type Worker } from '../../electron/worker/worker.ts';
import type { Job } from '../../shared/contract/app/worker.ts';
import { demoJobSpec } from '../fakes/demo-job.ts';
import { createMemoryImages } from '../fakes/memory-images.ts';
import { createMemoryJournal } from '../fakes/memory-journal.ts';
import { describeWithEngine, jobOf, limits, openEngine, until } from './real-engine.ts';

describeWithEngine('the worker on a real engine', ({ socketPath, registry, images }) => {
  let opened = openEngine(socketPath);
  let events: JobStateEvent[] = [];
  let journal: JobJournal = createMemoryJournal();
  let shelved: ShelfRecords = createMemoryImages();
  let worker: Worker;
  const open = (): Worker =>
    createWorker({
      engine: opened.engine,
      journal,
      images: shelved,
      clock: systemClock,
      policy: () => ({ limits, registries: [registry], leasedGpus: [] }),
      onEvent: (event) => events.push(event),
      graceMs: 2000,
    });
  beforeEach(() => {
    opened = openEngine(socketPath);
    events = [];
    journal = createMemoryJournal();
    shelved = createMemoryImages();
    worker = open();
  });
  afterEach(async () => {
    await worker.close();
    await opened.clear();
  });

  const soon = () => ({ expiresAt: Date.now() + 60_000, imageVouchedBy: 'network' as const });
  const jobIs = (id: string): Job | undefined => worker.state.get().jobs.find((job) => job.id === id);
  const ended = (id: string) => until(() => (jobIs(id)?.endedAt ?? null) !== null, `the end of ${id}`);
  const running = (id: string) => until(() => jobIs(id)?.state === 'running', `${id} running`);
  const texts = async (id: string): Promise<string[]> => {
    const found: string[] = [];
    for await (const line of worker.log(id, AbortSignal.timeout(20_000)) ?? [])
      found.push(`${line.source}: ${line.text}`);
    return found;
  };

  it('runs the demo job from its offer to its end', async () => {
    const spec = demoJobSpec('demo-1', images.demo);
    expect(await worker.offer(spec, soon())).toEqual({ kind: 'accepted', jobId: 'demo-1' });
    await running('demo-1');
    expect(jobIs('demo-1')).toMatchObject({ state: 'running', containerId: expect.any(String), endedAt: null });
    expect((await worker.reach('demo-1'))?.network).toBe('none');
    expect(await texts('demo-1')).toEqual(
      expect.arrayContaining(['perigee: container started', 'renter: step 5 of 5', 'renter: done']),
    );
    expect(jobIs('demo-1')).toMatchObject({ state: 'done', exitCode: 0, problem: null });
    expect(events.map(({ state }) => state)).toEqual(['offered', 'pulling', 'starting', 'running', 'done']);
    expect(events.at(-1)?.ranMs).toBeGreaterThan(4500);
    await until(async () => (await opened.engine.listOurs()).length === 0, 'the container to be cleared away');
    expect(await worker.reach('demo-1')).toBeNull();
  });

  it('shows how far the image has come, once it is not here', async () => {
    await opened.docker
      .getImage(images.layers)
      .remove({ force: true })
      .catch(() => {});
    const seen: number[] = [];
    worker.state.subscribe(({ jobs }) => {
      const progress = jobs[0]?.pullProgress ?? null;
      if (progress !== null) seen.push(progress);
    });
    await worker.offer(jobOf(images.layers, ['/bin/job', '0'], { id: 'pulls' }), soon());
    await ended('pulls');
    expect(jobIs('pulls')?.state).toBe('done');
    expect(seen.at(-1)).toBe(1);
    expect(seen.length).toBeGreaterThan(5);
  });

  it('reports a job that fails with its code and its last words', async () => {
    await worker.offer(jobOf(images.demo, ['/bin/job', '0', '42'], { id: 'fails' }), soon());
    expect(await texts('fails')).toContain('renter: job ends');
    expect(jobIs('fails')).toMatchObject({
      state: 'failed',
      exitCode: 42,
      problem: { code: 'JOB_FAILED', data: { exitCode: 42 } },
    });
  });

  it('says when memory was the reason, or that it was killed where the engine lost the kernel’s word', async () => {
    const command = ['/bin/dd', 'if=/dev/zero', 'of=/dev/shm/x', 'bs=1M', 'count=200'];
    await worker.offer(jobOf(images.demo, command, { id: 'greedy', memoryBytes: 32 * 1024 ** 2 }), soon());
    await ended('greedy');
    const either = expect.stringMatching(/^(out_of_memory|killed)$/);
    expect(jobIs('greedy')).toMatchObject({ state: 'failed', problem: { data: { detail: either } } });
  });

  it('calls a silent job running only when its processes were counted', async () => {
    await worker.offer(jobOf(images.demo, ['/bin/sleep', '30'], { id: 'silent' }), soon());
    await until(() => events.some(({ state }) => state === 'starting'), 'the start');
    await systemClock.sleep(1000);
    expect(jobIs('silent')?.state).toBe('starting');
    await running('silent');
    expect(await worker.stop('silent', 'owner')).toBe('interrupted');
  });

  it('stops a job with grace when the owner says so, and blames nobody', async () => {
    await worker.offer(jobOf(images.demo, ['/bin/job', '60'], { id: 'stopped' }), soon());
    await running('stopped');
    expect(await worker.stop('stopped', 'owner')).toBe('interrupted');
    expect(jobIs('stopped')).toMatchObject({ exitCode: 143, problem: null });
    expect(events.at(-1)).toMatchObject({ state: 'interrupted', stopReason: 'owner' });
    expect(await texts('stopped')).toContain('renter: stopping');
    expect(await worker.stop('stopped', 'owner')).toBe('interrupted');
    expect(await worker.stop('no-such-job', 'owner')).toBeNull();
  });

  it('gives up the pull of a job that is stopped before it runs', async () => {
    await opened.docker
      .getImage(images.layers)
      .remove({ force: true })
      .catch(() => {});
    await worker.offer(jobOf(images.layers, ['/bin/job', '60'], { id: 'early' }), soon());
    expect(await worker.stop('early', 'owner')).toBe('interrupted');
    expect(await opened.engine.listOurs()).toEqual([]);
  });

  it('ends a job whose time is over', async () => {
    await worker.offer(jobOf(images.demo, ['/bin/job', '60'], { id: 'endless', maxSeconds: 2 }), soon());
    await ended('endless');
    expect(jobIs('endless')).toMatchObject({ state: 'failed', problem: { data: { detail: 'time_limit' } } });
    expect(events.at(-1)?.ranMs).toBeLessThan(6000);
  });

  it.each(['volume', 'preload', 'proc'] as const)('refuses the image "%s" before anything of it runs', async (name) => {
    await worker.offer(jobOf(images[name], ['/bin/job', '0'], { id: `bad-${name}` }), soon());
    await ended(`bad-${name}`);
    expect(jobIs(`bad-${name}`)).toMatchObject({
      state: 'refused',
      containerId: null,
      problem: { code: 'IMAGE_REFUSED' },
    });
  });

  it('reports a program that is not in the image', async () => {
    await worker.offer(jobOf(images.demo, ['/bin/none'], { id: 'no-program' }), soon());
    await ended('no-program');
    expect(jobIs('no-program')).toMatchObject({ state: 'failed', problem: { code: 'JOB_FAILED' } });
    await until(async () => (await opened.engine.listOurs()).length === 0, 'the container to be cleared away');
  });

  it('reports an image that is not there', async () => {
    const image = `${images.demo.slice(0, -8)}00000000`;
    const offering = createWorker({
      ...{ engine: opened.engine, journal, images: shelved, clock: systemClock, onEvent: () => {} },
      policy: () => ({ limits, registries: [registry], leasedGpus: [] }),
    });
    await offering.offer(jobOf(image, [], { id: 'missing' }), soon());
    await until(() => offering.state.get().jobs[0]?.endedAt !== null, 'the end');
    expect(offering.state.get().jobs[0]).toMatchObject({ state: 'failed', problem: { code: 'IMAGE_NOT_FOUND' } });
    await offering.close();
  });

  it('takes one job at a time, and the same job once', async () => {
    const first = jobOf(images.demo, ['/bin/job', '2'], { id: 'first' });
    const [one, again, two] = await Promise.all([
      worker.offer(first, soon()),
      worker.offer(first, soon()),
      worker.offer(jobOf(images.demo, [], { id: 'second' }), soon()),
    ]);
    expect([one, again]).toEqual([
      { kind: 'accepted', jobId: 'first' },
      { kind: 'accepted', jobId: 'first' },
    ]);
    expect(two).toMatchObject({ kind: 'refused', problem: { data: { reasons: ['busy'] } } });
    expect((await texts('first')).filter((text) => text === 'renter: job starts')).toHaveLength(1);
    expect(await worker.offer(first, soon())).toEqual({ kind: 'accepted', jobId: 'first' });
  });

  it.each([
    ['an old offer', { expiresAt: 0 }, {}, 'offer_expired'],
    ['more than the owner allows', { expiresAt: Date.now() + 3_600_000 }, { memoryBytes: 2 ** 31 }, 'over_memory'],
    ['a malformed offer', { expiresAt: Date.now() + 3_600_000 }, { Privileged: true }, 'unknown_field'],
  ])('refuses %s', async (_title, when, change, reason) => {
    const spec = { ...jobOf(images.demo, []), ...change };
    expect(await worker.offer(spec, { ...when, imageVouchedBy: 'network' })).toMatchObject({
      kind: 'refused',
      problem: { code: 'JOB_REFUSED', data: { reasons: [reason] } },
    });
    expect(worker.state.get().jobs).toEqual([]);
  });

  it('reads what a job uses only while somebody looks', async () => {
    await worker.offer(jobOf(images.demo, ['/bin/sh', '-c', 'echo up; while :; do :; done'], { id: 'busy' }), soon());
    await running('busy');
    await systemClock.sleep(5000);
    expect(jobIs('busy')?.usage).toBeNull();
    const stop = worker.watchUsage();
    await until(() => jobIs('busy')?.usage !== null, 'a reading');
    expect(jobIs('busy')?.usage?.cpuThreads).toBeGreaterThan(0.2);
    expect(jobIs('busy')?.usage?.memoryBytes).toBeGreaterThan(0);
    stop();
    await until(() => jobIs('busy')?.usage === null, 'the reading to go');
    await worker.stop('busy', 'owner');
  });

  it('is not disturbed by whoever asks meanwhile what engine there is', async () => {
    await worker.offer(jobOf(images.demo, ['/bin/job', '3'], { id: 'asked' }), soon());
    await running('asked');
    let hindrances = 0;
    worker.state.subscribe(({ jobs }) => {
      if (jobs[0]?.problem) hindrances += 1;
    });
    for (let times = 0; times < 20; times += 1) await opened.engine.probe();
    expect((await texts('asked')).filter((text) => text.startsWith('renter: work'))).toHaveLength(3);
    expect(hindrances).toBe(0);
  });

  it('lets a job go on when it closes, and takes it up when it opens again', async () => {
    await worker.offer(jobOf(images.demo, ['/bin/job', '6', '7'], { id: 'kept' }), soon());
    await running('kept');
    await worker.close();
    worker = open();
    await worker.recover();
    expect((await texts('kept')).filter((text) => text.startsWith('renter: work'))).toHaveLength(6);
    expect(jobIs('kept')).toMatchObject({ state: 'failed', exitCode: 7 });
    expect(events.filter(({ state }) => state === 'running')).toHaveLength(1);
  });

  it('reads the end of a job that ended while nobody looked', async () => {
    await worker.offer(jobOf(images.demo, ['/bin/job', '1', '42'], { id: 'alone' }), soon());
    await running('alone');
    await worker.close();
    await systemClock.sleep(2000);
    worker = open();
    await worker.recover();
    await ended('alone');
    expect(jobIs('alone')).toMatchObject({ state: 'failed', exitCode: 42 });
    expect(events.at(-1)?.ranMs).toBeLessThan(2000);
  });

  it('clears away a container that no journal knows, and no stranger', async () => {
    const orphan = await opened.engine.create(jobOf(images.demo, ['/bin/job', '60']), limits);
    await opened.engine.start(orphan.containerId);
    const stranger = await opened.docker.createContainer({ Image: images.demo, HostConfig: { NetworkMode: 'none' } });
    await worker.recover();
    expect(await opened.engine.inspect(orphan.containerId)).toBeNull();
    expect((await stranger.inspect()).Id).toBe(stranger.id);
    await stranger.remove();
  });

  it('hands on again what the outbox did not take', async () => {
    let isFull = true;
    const refusing = createWorker({
      ...{ engine: opened.engine, journal, images: shelved, clock: systemClock },
      policy: () => ({ limits, registries: [registry], leasedGpus: [] }),
      onEvent: (event) => {
        if (isFull) throw new Error('no room');
        events.push(event);
      },
    });
    await refusing.offer(jobOf(images.demo, ['/bin/job', '0'], { id: 'late' }), soon());
    await until(() => refusing.state.get().jobs[0]?.endedAt !== null, 'the end');
    await refusing.close();
    isFull = false;
    await worker.recover();
    expect(events.map(({ state }) => state)).toEqual(['offered', 'pulling', 'starting', 'running', 'done']);
    expect(new Set(events.map(({ id }) => id)).size).toBe(5);
  });
});
