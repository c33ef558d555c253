import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../electron/core/system-clock.ts';
import type { JobStateEvent } from '../../electron/worker/job-desk.ts';
import type { HoldAction } from '../../electron/worker/policy/hold-action.ts';
import { createWorker, type Worker } from '../../electron/worker/worker.ts';
import type { Job } from '../../shared/contract/app/worker.ts';
import { createMemoryImages } from '../fakes/memory-images.ts';
import { createMemoryJournal } from '../fakes/memory-journal.ts';
import { describeWithEngine, jobOf, limits, openEngine, until } from './real-engine.ts';

describeWithEngine('a job while the owner uses the PC', ({ socketPath, registry, images }) => {
  let opened = openEngine(socketPath);
  let journal = createMemoryJournal();
  let events: JobStateEvent[] = [];
  let hold: HoldAction = 'go_on';
  let worker: Worker;
  const open = (): Worker =>
    createWorker({
      engine: opened.engine,
      journal,
      images: createMemoryImages(),
      clock: systemClock,
      policy: () => ({ limits, registries: [registry], leasedGpus: [] }),
      holdOf: () => hold,
      onEvent: (event) => events.push(event),
      graceMs: 2000,
    });
  beforeEach(() => {
    opened = openEngine(socketPath);
    journal = createMemoryJournal();
    events = [];
    hold = 'go_on';
    worker = open();
  });
  afterEach(async () => {
    await worker.close();
    await opened.clear();
  });

  const jobIs = (id: string): Job | undefined => worker.state.get().jobs.find((job) => job.id === id);
  const becomes = (id: string, state: Job['state']) => until(() => jobIs(id)?.state === state, `${id} ${state}`);
  const set = (next: HoldAction): void => {
    hold = next;
    worker.reconsider();
  };
  const offer = (id: string, command: string[], change: Parameters<typeof jobOf>[2] = {}) =>
    worker.offer(jobOf(images.demo, command, { id, ...change }), {
      expiresAt: Date.now() + 60_000,
      imageVouchedBy: 'network',
    });
  const cpuNanos = async (id: string): Promise<number> => {
    const stats = await opened.engine.stats(jobIs(id)?.containerId ?? '');
    return stats?.cpuNanos ?? Number.NaN;
  };

  it('stands still, uses no processor, and goes on where it was', async () => {
    await offer('spins', ['/bin/sh', '-c', 'echo begun; while :; do :; done']);
    await becomes('spins', 'running');
    set('freeze');
    await becomes('spins', 'frozen');
    const before = await cpuNanos('spins');
    await systemClock.sleep(600);
    expect(await cpuNanos('spins')).toBe(before);
    set('go_on');
    await becomes('spins', 'running');
    await systemClock.sleep(300);
    expect(await cpuNanos('spins')).toBeGreaterThan(before);
    expect(events.map(({ state }) => state)).toEqual([
      ...['offered', 'pulling', 'starting', 'running', 'frozen', 'running'],
    ]);
    expect(await worker.stop('spins', 'owner')).toBe('interrupted');
  });

  it('is not charged for the time it stood still', async () => {
    await offer('short', ['/bin/job', '2'], { maxSeconds: 3 });
    await becomes('short', 'running');
    set('freeze');
    await becomes('short', 'frozen');
    await systemClock.sleep(3000);
    set('go_on');
    await becomes('short', 'done');
    expect(jobIs('short')).toMatchObject({ exitCode: 0, problem: null });
    expect(events.at(-1)?.ranMs).toBeLessThan(3000);
  });

  it('is asked to end, with its grace, where its renter chose that', async () => {
    await offer('stops', ['/bin/job', '60']);
    await becomes('stops', 'running');
    set('stop');
    await becomes('stops', 'interrupted');
    expect(jobIs('stops')).toMatchObject({ exitCode: 143, problem: null });
    expect(events.at(-1)).toMatchObject({ stopReason: 'owner_returned' });
  });

  it('ends from standing still when the owner stops it', async () => {
    await offer('ends', ['/bin/job', '60']);
    await becomes('ends', 'running');
    set('freeze');
    await becomes('ends', 'frozen');
    expect(await worker.stop('ends', 'owner')).toBe('interrupted');
    expect(await opened.engine.listOurs()).toEqual([]);
  });

  it('does not begin while the owner is there, and begins after', async () => {
    hold = 'freeze';
    await offer('waits', ['/bin/job', '1']);
    await systemClock.sleep(700);
    expect(jobIs('waits')?.state).toBe('offered');
    expect(await opened.engine.listOurs()).toEqual([]);
    set('go_on');
    await becomes('waits', 'done');
  });

  it('still stands still when the app comes back, and goes on with it', async () => {
    await offer('lasts', ['/bin/job', '60']);
    await becomes('lasts', 'running');
    set('freeze');
    await becomes('lasts', 'frozen');
    await worker.close();
    worker = open();
    await worker.recover();
    await systemClock.sleep(300);
    expect(jobIs('lasts')?.state).toBe('frozen');
    set('go_on');
    await becomes('lasts', 'running');
    expect(await worker.stop('lasts', 'owner')).toBe('interrupted');
  });

  it('is set free when the app comes back to a PC that nobody uses any more', async () => {
    await offer('freed', ['/bin/job', '60']);
    await becomes('freed', 'running');
    set('freeze');
    await becomes('freed', 'frozen');
    await worker.close();
    hold = 'go_on';
    worker = open();
    await worker.recover();
    await becomes('freed', 'running');
    expect(await worker.stop('freed', 'owner')).toBe('interrupted');
  });
});
