import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PerigeeError } from '../../shared/contract/codes.ts';
import type { Clock } from '../../shared/units/time.ts';
import { demoJobSpec } from '../../tests/fakes/demo-job.ts';
import { createMemoryImages } from '../../tests/fakes/memory-images.ts';
import { createMemoryJournal } from '../../tests/fakes/memory-journal.ts';
import { createSimulatedEngine } from '../../tests/fakes/simulated-engine.ts';
import { systemClock } from '../core/system-clock.ts';
import type { Engine } from '../docker/engine.ts';
import { noGpuWays } from '../docker/gpu-ways.ts';
import type { SignatureVerdict } from '../docker/signatures/image-signatures.ts';
import type { JobStateEvent } from './job-desk.ts';
import { hasEnded } from './job-machine.ts';
import type { JobJournal } from './journal.ts';
import type { HoldAction } from './policy/hold-action.ts';
import { createWorker, type Worker } from './worker.ts';

/** A thousand times as fast as the real one. */
const fastClock: Clock = {
  now: () => 1_700_000_000_000 + Math.round(performance.now() * 1000),
  monotonic: () => performance.now() * 1000,
  sleep: (delayMs, signal) => systemClock.sleep(delayMs / 1000, signal),
};
const limits = { cpuThreads: 2, memoryBytes: 2 ** 30, pids: 512, scratchBytes: 0, networkBytes: 0 };
const never = () => new Promise<never>(() => {});

interface Life {
  engine: Engine;
  journal: JobJournal;
  onEvent: (event: JobStateEvent) => void;
}

/** The same engine, journal and outbox for a process that dies at its nth act, before or after it took effect. */
const mortal = (life: Life, actsLeft: number, isDoneFirst: boolean): Life & { isDead: () => boolean } => {
  let left = actsLeft;
  const dies = (): boolean => {
    left -= 1;
    return left < 0;
  };
  const sync =
    <A extends unknown[], R>(act: (...given: A) => R) =>
    (...given: A): R => {
      if (!dies()) return act(...given);
      if (left === -1 && isDoneFirst) act(...given);
      throw new Error('the process is dead');
    };
  const async =
    <A extends unknown[], R>(act: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      if (!dies()) return act(...given);
      if (left === -1 && isDoneFirst) await act(...given);
      return never();
    };
  const { engine, journal } = life;
  return {
    isDead: () => left < 0,
    engine: {
      ...engine,
      ...{ probe: async(engine.probe), inspectImage: async(engine.inspectImage), create: async(engine.create) },
      ...{ start: async(engine.start), inspect: async(engine.inspect), inspectJob: async(engine.inspectJob) },
      ...{ freeze: async(engine.freeze), thaw: async(engine.thaw), remove: async(engine.remove) },
      ...{ listOurs: async(engine.listOurs), stop: async(engine.stop) },
    },
    journal: { ...journal, put: sync(journal.put), remove: sync(journal.remove) },
    onEvent: sync(life.onEvent),
  };
};

/** An engine that is now and then out of reach, before or after it did what was asked. */
const flaky = (engine: Engine, losses: ('before' | 'after' | 'none')[]): Engine => {
  const plan = [...losses];
  const lost = () => new PerigeeError('ENGINE_UNREACHABLE', { socketPath: 'simulated' });
  const unsteady =
    <A extends unknown[], R>(act: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      const loss = plan.shift() ?? 'none';
      if (loss === 'before') throw lost();
      const result = await act(...given);
      if (loss === 'after') throw lost();
      return result;
    };
  return {
    ...engine,
    ...{ inspectImage: unsteady(engine.inspectImage), create: unsteady(engine.create), start: unsteady(engine.start) },
    ...{ inspect: unsteady(engine.inspect), inspectJob: unsteady(engine.inspectJob), wait: unsteady(engine.wait) },
    ...{ remove: unsteady(engine.remove) },
  };
};

const workerOf = (life: Life, holdOf: () => HoldAction = () => 'go_on'): Worker =>
  createWorker({
    ...life,
    holdOf,
    images: createMemoryImages(),
    clock: fastClock,
    policy: () => ({ limits, registries: ['docker.io'], leasedGpus: [] }),
  });
const until = async (isSo: () => boolean, what: string): Promise<void> => {
  const startedAt = performance.now();
  while (!isSo()) {
    if (performance.now() - startedAt > 8000) throw new Error(`never came: ${what}`);
    await systemClock.sleep(1);
  }
};

const setUp = (runMs = 4000) => {
  const world = createSimulatedEngine(fastClock, runMs);
  const journal = createMemoryJournal();
  const events: JobStateEvent[] = [];
  const life: Life = { engine: world.engine, journal, onEvent: (event) => events.push(event) };
  const hasAllEnded = () => journal.list().length > 0 && journal.list().every(hasEnded);
  const uniqueStates = () => [...new Map(events.map(({ id, state }) => [id, state])).values()];
  return { world, journal, life, hasAllEnded, uniqueStates };
};
const offerDemo = (worker: Worker) =>
  worker.offer(demoJobSpec('job-1'), { expiresAt: fastClock.now() + 600_000, imageVouchedBy: 'network' });

/** A last life that nothing disturbs brings the job to its end: one container, started once, and gone. */
const endsInOneRun = async (
  world: ReturnType<typeof createSimulatedEngine>,
  life: Life,
  hasAllEnded: () => boolean,
): Promise<void> => {
  const worker = workerOf(life);
  await worker.recover();
  await offerDemo(worker);
  await until(hasAllEnded, 'the end of the job');
  await until(() => world.left() === 0, 'the container to be cleared away');
  await worker.close();
  expect(world.counts()).toEqual([{ jobId: 'job-1', creates: 1, starts: 1 }]);
};

describe('the worker', () => {
  it('runs a job once, however often and wherever the app dies', async () => {
    const deaths = fc.array(fc.record({ acts: fc.nat(40), isDoneFirst: fc.boolean() }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(deaths, async (lives) => {
        const { world, life, hasAllEnded, uniqueStates } = setUp();
        for (const { acts, isDoneFirst } of lives) {
          const doomed = mortal(life, acts, isDoneFirst);
          const worker = workerOf(doomed);
          // A dead process never answers; what it was asked is left hanging.
          void worker.recover().catch(() => {});
          void offerDemo(worker).catch(() => {});
          await until(() => doomed.isDead() || hasAllEnded(), 'a death or an end');
          await systemClock.sleep(1);
          void worker.close();
        }
        await endsInOneRun(world, life, hasAllEnded);
        expect(uniqueStates()).toEqual(['offered', 'pulling', 'starting', 'running', 'done']);
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it('runs a job once, however often the owner comes and goes and the app dies meanwhile', async () => {
    const visits = fc.array(
      fc.record({ acts: fc.integer({ min: 10, max: 40 }), isDoneFirst: fc.boolean(), stays: fc.nat(4) }),
      { maxLength: 5 },
    );
    await fc.assert(
      fc.asyncProperty(visits, async (lives) => {
        const { world, life, hasAllEnded, uniqueStates } = setUp();
        for (const { acts, isDoneFirst, stays } of lives) {
          let hold: HoldAction = 'go_on';
          const doomed = mortal(life, acts, isDoneFirst);
          const worker = workerOf(doomed, () => hold);
          void worker.recover().catch(() => {});
          void offerDemo(worker).catch(() => {});
          for (let turn = 0; turn < stays * 2 && !doomed.isDead(); turn += 1) {
            await systemClock.sleep(1);
            hold = turn % 2 === 0 ? 'freeze' : 'go_on';
            worker.reconsider();
          }
          // One that lives lets go before the next begins, as the lock on the data folder has it; a dead one never will.
          let hasClosed = false;
          void worker.close().then(() => {
            hasClosed = true;
          });
          await until(() => hasClosed || doomed.isDead(), 'a death or an end');
        }
        await endsInOneRun(world, life, hasAllEnded);
        expect(uniqueStates().at(-1)).toBe('done');
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  it('runs a job once, however often and whenever the engine is lost', async () => {
    const losses = fc.array(fc.constantFrom<'before' | 'after' | 'none'>('before', 'after', 'none'), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(losses, async (plan) => {
        const { world, life, hasAllEnded, uniqueStates } = setUp();
        const worker = workerOf({ ...life, engine: flaky(life.engine, plan) });
        await offerDemo(worker);
        await until(hasAllEnded, 'the end of the job');
        await worker.close();
        expect(world.counts()).toEqual([{ jobId: 'job-1', creates: 1, starts: 1 }]);
        expect(uniqueStates()).toEqual(['offered', 'pulling', 'starting', 'running', 'done']);
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  it('gives a job only a GPU that the owner lends and the engine can give, begins anew once when it is gone, and then says so', async () => {
    const uuid = 'GPU-7e4cd0bb-2d9b-4c4c-9f6c-6b1d3a0b9f11';
    const { world, life, hasAllEnded } = setUp(2_000_000);
    const lost = new Set<string>();
    const withGpus = (hasNvidiaRuntime: boolean, leasedGpus: string[]): Worker =>
      createWorker({
        ...life,
        engine: {
          ...world.engine,
          probe: async () => ({ ...(await world.engine.probe()), gpuWays: { ...noGpuWays, hasNvidiaRuntime } }),
          seenGpus: async (containerId) => (lost.has(containerId) ? [] : [uuid]),
        },
        images: createMemoryImages(),
        clock: fastClock,
        policy: () => ({ limits, registries: ['docker.io'], leasedGpus }),
      });
    const terms = { expiresAt: fastClock.now() + 6_000_000, imageVouchedBy: 'network' as const };
    const spec = { ...demoJobSpec('gpu-1'), gpus: [uuid], maxSeconds: 1_000_000 };
    const refusal = { kind: 'refused', problem: { data: { reasons: ['gpu_not_leased'] } } };
    expect(await withGpus(false, [uuid]).offer(spec, terms)).toMatchObject(refusal);
    expect(await withGpus(true, []).offer(spec, terms)).toMatchObject(refusal);
    const worker = withGpus(true, [uuid]);
    expect(await worker.offer(spec, terms)).toEqual({ kind: 'accepted', jobId: 'gpu-1' });
    expect(worker.gpusInUse()).toEqual([uuid]);
    await until(() => worker.state.get().jobs[0]?.state === 'running', 'the job running');
    lost.add('gpu-1-1');
    await until(() => life.journal.list()[0]?.containerId === 'gpu-1-2', 'the job in it');
    await until(() => worker.state.get().jobs[0]?.state === 'running', 'the job running again');
    expect(world.left()).toBe(1);
    lost.add('gpu-1-2');
    await until(hasAllEnded, 'the end of the job');
    await worker.close();
    expect(world.counts()).toEqual([{ jobId: 'gpu-1', creates: 2, starts: 2 }]);
    expect(life.journal.list()[0]).toMatchObject({
      state: 'failed',
      stopReason: 'gpu_gone',
      problem: { code: 'JOB_FAILED', data: { detail: 'gpu_gone' } },
    });
  });

  it('takes an image that the network did not sign only where a pinned signer did', async () => {
    const { life, hasAllEnded } = setUp();
    const pin = { issuer: 'https://issuer.example', identity: 'builds@acme.example' };
    const verdicts: (SignatureVerdict | PerigeeError)[] = [
      { kind: 'refused', reason: 'image_signer_not_allowed', details: [] },
      new PerigeeError('IMAGE_PULL_FAILED', { image: 'a', detail: 'away' }),
      { kind: 'vouched', signer: pin },
    ];
    const asked: unknown[] = [];
    const worker = createWorker({
      ...{ ...life, images: createMemoryImages(), clock: fastClock },
      policy: () => ({ limits, registries: ['docker.io'], leasedGpus: [], imageSigners: [pin] }),
      signatures: {
        judge: async (image, pins) => {
          asked.push([image, pins]);
          const verdict = verdicts.shift();
          if (verdict === undefined || verdict instanceof PerigeeError) throw verdict;
          return verdict;
        },
      },
    });
    const offer = () =>
      worker.offer(demoJobSpec('job-1'), { expiresAt: fastClock.now() + 600_000, imageVouchedBy: null });
    expect(await offer()).toMatchObject({ problem: { data: { reasons: ['image_signer_not_allowed'] } } });
    expect(await offer()).toMatchObject({ problem: { code: 'IMAGE_PULL_FAILED' } });
    expect(life.journal.list()).toEqual([]);
    expect(await offer()).toEqual({ kind: 'accepted', jobId: 'job-1' });
    expect(asked).toEqual(Array.from({ length: 3 }, () => [demoJobSpec('job-1').image, [pin]]));
    await until(hasAllEnded, 'the end of the job');
    await worker.close();
  });

  it('refuses an offer while there is no engine, with the reason, and forgets it', async () => {
    const { life, journal } = setUp();
    const absent = new PerigeeError('ENGINE_ABSENT', { lookedAt: ['/var/run/docker.sock'] });
    const worker = workerOf({ ...life, engine: { ...life.engine, probe: () => Promise.reject(absent) } });
    expect(await offerDemo(worker)).toEqual({ kind: 'refused', problem: absent.problem });
    expect(journal.list()).toEqual([]);
    await worker.close();
  });

  it('does nothing that it could not write down first', async () => {
    const { world, life, journal } = setUp();
    let isFull = true;
    const full = new PerigeeError('DISK_FULL', { path: 'state.sqlite' });
    const put: JobJournal['put'] = (record) => {
      if (isFull && record.state === 'starting') throw full;
      journal.put(record);
    };
    const worker = workerOf({ ...life, journal: { ...journal, put } });
    await offerDemo(worker);
    await until(() => worker.state.get().jobs[0]?.problem?.code === 'DISK_FULL', 'the problem');
    expect(world.counts()).toEqual([]);
    isFull = false;
    await until(() => worker.state.get().jobs[0]?.state === 'done', 'the end of the job');
    expect(worker.state.get().jobs[0]?.problem).toBeNull();
    await worker.close();
  });

  it('refuses a job offered to a full disk', async () => {
    const { life, world } = setUp();
    const put = () => {
      throw new PerigeeError('DISK_FULL', { path: 'state.sqlite' });
    };
    const worker = workerOf({ ...life, journal: { ...life.journal, put } });
    expect(await offerDemo(worker)).toMatchObject({ kind: 'refused', problem: { code: 'DISK_FULL' } });
    expect(world.counts()).toEqual([]);
    await worker.close();
  });

  it('keeps the newest fifty jobs', async () => {
    const { life, journal } = setUp(1);
    const worker = workerOf(life);
    for (let job = 0; job < 55; job += 1) {
      await worker.offer(demoJobSpec(`job-${job}`), {
        expiresAt: fastClock.now() + 600_000,
        imageVouchedBy: 'network',
      });
      await until(() => worker.state.get().jobs.every(({ endedAt }) => endedAt !== null), 'the end');
      for await (const _line of worker.log(`job-${job}`, AbortSignal.timeout(5000)) ?? []);
      await systemClock.sleep(2);
    }
    expect(worker.state.get().jobs).toHaveLength(50);
    expect(worker.state.get().jobs[0]?.id).toBe('job-54');
    expect(journal.list().length).toBeLessThanOrEqual(51);
    await worker.close();
  });

  it('shows what a job pays, as the network says', async () => {
    const { life } = setUp();
    const worker = workerOf(life);
    await offerDemo(worker);
    worker.setPay('job-1', { state: 'estimate', amount: 5n });
    expect(worker.state.get().jobs[0]?.pay).toEqual({ state: 'estimate', amount: 5n });
    await worker.close();
  });
});
