import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../electron/core/system-clock.ts';
import { openIdentity } from '../../electron/link/identity.ts';
import { createLink } from '../../electron/link/link.ts';
import { openDatabase } from '../../electron/storage/database.ts';
import { openOutboxTable } from '../../electron/storage/outbox-table.ts';
import type { JobStateEvent } from '../../electron/worker/job-desk.ts';
import { createWorker } from '../../electron/worker/worker.ts';
import type { Problem } from '../../shared/contract/codes.ts';
import { silentLog } from '../../shared/log.ts';
import type { Clock } from '../../shared/units/time.ts';
import { describeWithEngine, jobOf, limits, openEngine, until } from '../docker/real-engine.ts';
import { createMemoryImages } from '../fakes/memory-images.ts';
import { createMemoryJournal } from '../fakes/memory-journal.ts';
import { createSimulatedEngine } from '../fakes/simulated-engine.ts';
import { cpuClaim } from '../network/play-device.ts';
import { startPlayNetwork } from '../network/play-network.ts';
import { tells } from './tells.ts';

const anHourMs = 3_600_000;

/** The real clock until somebody sets it; lengths of time go on as they were. */
const settableClock = () => {
  let offsetMs = 0;
  const clock: Clock = { ...systemClock, now: () => Date.now() + offsetMs };
  return {
    clock,
    set: (aheadMs: number): void => {
      offsetMs = aheadMs;
    },
  };
};

const jumps = [
  ['an hour ahead', anHourMs],
  ['an hour back', -anHourMs],
] as const;

/** Offers one job that runs for a while, sets the clock in its middle, and has the owner's rules looked at anew. */
const runThroughJump = async (
  aheadMs: number,
  setUp: (clock: Clock) => Pick<Parameters<typeof createWorker>[0], 'engine'> & { image: string; registry: string },
): Promise<JobStateEvent[]> => {
  const { clock, set } = settableClock();
  const { engine, image, registry } = setUp(clock);
  const events: JobStateEvent[] = [];
  const worker = createWorker({
    ...{ engine, journal: createMemoryJournal(), images: createMemoryImages(), clock, graceMs: 1000 },
    policy: () => ({ limits, registries: [registry], leasedGpus: [] }),
    onEvent: (event) => events.push(event),
  });
  try {
    await worker.offer(jobOf(image, ['/bin/job', '3', '0'], { id: `jump-${aheadMs}` }), {
      expiresAt: clock.now() + 60_000,
      imageVouchedBy: 'network',
    });
    const job = () => worker.state.get().jobs[0];
    await until(() => job()?.state === 'running', 'the job running');
    await systemClock.sleep(1000);
    set(aheadMs);
    worker.reconsider();
    await until(() => (job()?.endedAt ?? null) !== null, 'the end of the job');
    return events;
  } finally {
    await worker.close();
  }
};

describe('the clock set during a job, on an engine that goes by it', () => {
  it.each(jumps)('to %s: the job ends as it would have, and its time is what it took', async (_what, aheadMs) => {
    const events = await runThroughJump(aheadMs, (clock) => ({
      ...{ engine: createSimulatedEngine(clock, 3000).engine, registry: 'docker.io' },
      image: `docker.io/library/busybox@sha256:${'a'.repeat(64)}`,
    }));
    const end = events.at(-1);
    expect(end?.state).toBe('done');
    expect(end?.ranMs).toBeGreaterThan(2900);
    expect(end?.ranMs).toBeLessThan(4500);
    tells(18, {
      injected: 'the app’s clock set 1 h ahead or back during a job of 3 s, and a simulated engine’s with it',
      seen: `${end?.state}, ${((end?.ranMs ?? 0) / 1000).toFixed(1)} s`,
      lost: 'nothing',
    });
  });
});

describeWithEngine('the clock set during a job, on a real engine', ({ socketPath, registry, images }) => {
  it.each(jumps)('to %s: the job ends as it would have, and its time is what it took', async (_what, aheadMs) => {
    const { engine, clear } = openEngine(socketPath);
    try {
      const events = await runThroughJump(aheadMs, () => ({ engine, image: images.demo, registry }));
      const end = events.at(-1);
      expect(end?.state).toBe('done');
      expect(end?.ranMs).toBeGreaterThan(2900);
      expect(end?.ranMs).toBeLessThan(4500);
      tells(18, {
        injected: 'the app’s clock set 1 h ahead or back during a job of 3 s on the real engine',
        seen: `${end?.state}, ${((end?.ranMs ?? 0) / 1000).toFixed(1)} s`,
        lost: 'nothing',
      });
    } finally {
      await clear();
    }
  });
});

describe('a device whose clock is wrong, on the real service', () => {
  let dir = '';
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'perigee-clock-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it.each(jumps)('by %s: is told by how much, and signs anew once it is right', async (_what, aheadMs) => {
    const network = await startPlayNetwork();
    const database = openDatabase(join(dir, 'state.db'), 0);
    let offsetMs: number = aheadMs;
    const problems: Problem[] = [];
    const outbox = openOutboxTable(database);
    const link = createLink({
      baseUrl: network.running.url,
      identity: openIdentity(join(dir, 'device.key'), 0),
      owner: openIdentity(join(dir, 'owner.key'), 0),
      clock: { ...systemClock, now: () => network.clock.now() + offsetMs },
      log: silentLog,
      outbox,
      deviceName: 'wrong',
      claim: cpuClaim,
      prove: () => Promise.reject(new Error('nobody asks')),
      infer: async () => null,
      ...{
        onOffer: () => {},
        onCancel: () => {},
        onVerdict: () => {},
        onEpochClosed: () => {},
        onSlashed: () => {},
        onWell: () => {},
      },
      onProblem: (problem) => problems.push(problem),
    });
    try {
      const told: unknown = await link.register().catch((error: unknown) => error);
      expect(told).toMatchObject({ code: 'CLOCK_OFF', data: { offsetMs: aheadMs } });
      offsetMs = 0;
      await link.register();
      link.report({ kind: 'job_running', jobId: 'before' });
      offsetMs = aheadMs;
      link.startSession();
      await until(() => problems.some(({ code }) => code === 'CLOCK_OFF'), 'CLOCK_OFF of the outbox');
      expect(outbox.size()).toBe(1);
      offsetMs = 0;
      await until(() => outbox.size() === 0, 'an empty outbox');
      const kept = await network.running.network.db.selectFrom('deviceEvents').select('eventId').execute();
      expect(kept).toHaveLength(1);
      tells(18, {
        injected: 'a device 1 h ahead or behind, against the real service',
        seen: 'CLOCK_OFF by that hour on every call; registered and sent once it was right',
        lost: 'nothing: 1 of 1 waiting events',
      });
    } finally {
      await link.close();
      database.close();
      await network.close();
    }
  });
});
