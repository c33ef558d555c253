/** A core made of one scenario: it answers the whole app contract and changes its state as the real one would. */
import { implement, ORPCError } from '@orpc/server';
import { systemClock } from '../../../electron/core/system-clock.ts';
import { judgeJob } from '../../../electron/worker/judge-job.ts';
import type { CheckMode } from '../../../shared/contract/app/checks.ts';
import { type AppState, appContract } from '../../../shared/contract/app/index.ts';
import { createCell } from '../../../shared/live/cell.ts';
import { createFeed, type FeedMessage } from '../../../shared/live/feed.ts';
import { createSimulatedEngine } from '../simulated-engine.ts';
import { fakeEvidence } from './cases.ts';
import { runAt } from './checks.ts';
import { fakeCommunity } from './community.ts';
import { fakeEarningsReports } from './earnings-reports.ts';
import { createFakeMending } from './mending.ts';
import { fakeReleases } from './releases.ts';
import { fakeReports } from './reports.ts';
import { fakeStaking } from './staking.ts';
import { createFakeSupports } from './supports.ts';
import { logOf, reach } from './work.ts';

const stepMs = 700;

/** @param state what every face sees first @param now epoch ms */
export const createFakeCore = (state: AppState, now: () => number) => {
  const timers = new Set<NodeJS.Timeout>();
  const every = (ms: number, act: () => boolean): void => {
    const timer = setInterval(() => {
      if (act()) return;
      clearInterval(timer);
      timers.delete(timer);
    }, ms);
    timers.add(timer);
  };
  const mending = createFakeMending(
    state.mending,
    now,
    (act) => every(stepMs, act),
    (code) => {
      cells.status.update((status) => ({
        ...status,
        activity: 'ready',
        problems: status.problems.filter(({ problem }) => problem.code !== code),
      }));
    },
  );
  const cells = {
    status: createCell(state.status),
    machine: createCell(state.machine),
    readings: createCell(state.readings),
    checks: createCell(state.checks),
    worker: createCell(state.worker),
    owner: createCell(state.owner),
    mending: mending.state,
    earnings: createCell(state.earnings),
    tier: createCell(state.tier),
    stake: createCell(state.stake),
    settings: createCell(state.settings),
  };
  const feed = createFeed<AppState>(cells);
  const supports = createFakeSupports(now, state.worker.jobs.length > 0);
  const earned = fakeEarningsReports(() => ({
    ...{ settings: cells.settings.get(), readings: cells.readings.get() },
    ...{ status: cells.status.get(), earnings: cells.earnings.get() },
  }));
  const hasJoined = (): boolean => cells.status.get().device !== null || cells.settings.get().supportsOnly;
  const os = implement(appContract);

  const become = (activity: AppState['status']['activity']) => {
    cells.status.update((status) => ({ ...status, activity, since: now() }));
    return { activity };
  };
  const startChecks = (mode: CheckMode): string => {
    const startedAt = now();
    let done = 0.01;
    const gpus = cells.machine.get()?.gpus.filter(({ unusable }) => unusable === null) ?? [];
    cells.checks.set({ run: runAt(startedAt, done, gpus, mode) });
    every(stepMs, () => {
      const run = cells.checks.get().run;
      if (run?.state !== 'running') return false;
      done += 0.25;
      cells.checks.set({ run: runAt(startedAt, done, gpus, mode) });
      return true;
    });
    return 'run-1';
  };

  const lockAs = (lock: AppState['owner']['lock']) => {
    cells.owner.update((owner) => ({ ...owner, lock }));
    return cells.owner.get();
  };

  const router = os.router({
    hello: os.hello.handler(() => ({ app: 'perigee', version: '0.1.0', host: 'headless', platform: 'linux x64' })),
    watch: os.watch.handler(async function* ({ signal }) {
      const queue: FeedMessage<AppState>[] = [];
      let wake: () => void = () => {};
      const stop = feed.subscribe((message) => {
        queue.push(message);
        wake();
      });
      signal?.addEventListener('abort', () => wake(), { once: true });
      try {
        yield feed.snapshot();
        while (!signal?.aborted) {
          const next = queue.shift();
          if (next) yield next;
          else
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
        }
      } finally {
        stop();
      }
    }),
    machine: {
      refresh: os.machine.refresh.handler(() => {
        const machine = cells.machine.get();
        if (machine === null) throw new Error('this scenario has read no machine');
        const fresh = { ...machine, readAt: now() };
        cells.machine.set(fresh);
        return fresh;
      }),
    },
    control: {
      start: os.control.start.handler(() => become('ready')),
      pause: os.control.pause.handler(() => become('paused')),
      resume: os.control.resume.handler(() => become('ready')),
      finish: os.control.finish.handler(() => become('finishing')),
    },
    checks: {
      start: os.checks.start.handler(({ input, errors }) => {
        const run = cells.checks.get().run;
        if (run?.state === 'running') throw errors.CHECKS_BUSY({ data: { runId: run.id } });
        return { runId: startChecks(input.mode) };
      }),
      cancel: os.checks.cancel.handler(() => {
        const run = cells.checks.get().run;
        if (run?.state !== 'running') return { cancelled: false };
        cells.checks.set({
          run: {
            ...run,
            state: 'cancelled',
            finishedAt: now(),
            steps: run.steps.map((step) => (step.state === 'done' ? step : { ...step, state: 'cancelled' })),
          },
        });
        return { cancelled: true };
      }),
    },
    worker: {
      check: os.worker.check.handler(({ input, signal }) =>
        judgeJob(input.text, {
          engine: createSimulatedEngine(systemClock, 0).engine,
          policy: {
            limits: { cpuThreads: 8, memoryBytes: 2 ** 34, scratchBytes: 2 ** 30, pids: 512, networkBytes: 0 },
            registries: ['docker.io'],
            leasedGpus: [],
          },
          mostImageBytes: 2 ** 34,
          signers: null,
          signal: signal ?? new AbortController().signal,
        }),
      ),
      offerOwn: os.worker.offerOwn.handler(() => {
        throw new ORPCError('JOB_REFUSED', { data: { jobId: null, reasons: ['not_ready'] } });
      }),
      stop: os.worker.stop.handler(({ input, errors }) => {
        const jobs = cells.worker.get().jobs;
        if (!jobs.some((job) => job.id === input.jobId)) throw errors.JOB_NOT_FOUND({ data: { jobId: input.jobId } });
        cells.worker.set({
          jobs: jobs.map((job) =>
            job.id === input.jobId
              ? { ...job, state: 'done', endedAt: now(), usage: null, containerId: null, exitCode: 143 }
              : job,
          ),
        });
        become('ready');
        return { state: 'done' };
      }),
      log: os.worker.log.handler(async function* ({ input, signal, errors }) {
        if (!cells.worker.get().jobs.some((job) => job.id === input.jobId))
          throw errors.JOB_NOT_FOUND({ data: { jobId: input.jobId } });
        const lines = logOf(now());
        yield* lines;
        for (
          let seq = lines.length;
          !signal?.aborted && cells.worker.get().jobs.some((job) => job.id === input.jobId && job.endedAt === null);
          seq += 1
        ) {
          await new Promise((resolve) => setTimeout(resolve, 2_000));
          yield {
            seq,
            at: now(),
            source: 'renter',
            stream: 'stdout',
            text: `step ${1200 + seq * 20}/4000 loss 0.0${690 - seq}`,
          };
        }
      }),
      reach: os.worker.reach.handler(({ input, errors }) => {
        const job = cells.worker.get().jobs.find((each) => each.id === input.jobId);
        if (!job) throw errors.JOB_NOT_FOUND({ data: { jobId: input.jobId } });
        return job.containerId === null ? null : reach;
      }),
    },
    owner: {
      setLock: os.owner.setLock.handler(() => lockAs('locked')),
      openLock: os.owner.openLock.handler(({ input }) => {
        if (input.pin !== '4711') throw new ORPCError('LOCK_REFUSED', { data: { waitMs: 10_000 } });
        return lockAs('open');
      }),
      closeLock: os.owner.closeLock.handler(() => lockAs('locked')),
      removeLock: os.owner.removeLock.handler(() => lockAs('none')),
      seat: os.owner.seat.handler(({ input }) => {
        cells.owner.update((owner) => ({ ...owner, seat: input.state }));
        return cells.owner.get();
      }),
    },
    mending: {
      plan: os.mending.plan.handler(() => mending.plans.next),
      start: os.mending.start.handler(({ input, errors }) => {
        const started = mending.start(input.code, input.fingerprint);
        if (started.kind === 'started') return { runId: started.runId };
        throw started.kind === 'busy' ? errors.MENDING_BUSY() : errors.MENDING_CHANGED();
      }),
      undo: os.mending.undo.handler(({ input, errors }) => {
        const started = mending.undo(input.fingerprint);
        if (started.kind === 'started') return { runId: started.runId };
        throw started.kind === 'busy' ? errors.MENDING_BUSY() : errors.MENDING_CHANGED();
      }),
      stop: os.mending.stop.handler(() => ({ stopping: mending.stop() })),
    },
    earnings: {
      report: os.earnings.report.handler(({ input, errors }) => {
        if (!hasJoined()) throw errors.NOT_JOINED();
        return earned.report(input.hours);
      }),
      hours: os.earnings.hours.handler(({ input, errors }) => {
        if (!hasJoined()) throw errors.NOT_JOINED();
        return earned.hours(input.hours);
      }),
      why: os.earnings.why.handler(({ input, errors }) => {
        const reason = earned.why(input.epoch);
        if (reason === null) throw errors.EPOCH_NOT_FOUND({ data: { epoch: input.epoch } });
        return reason;
      }),
    },
    stake: fakeStaking(cells.stake, now),
    supports: {
      begin: os.supports.begin.handler(() => {
        cells.settings.update((settings) => ({ ...settings, isOnboarded: true, supportsOnly: true }));
        become('off');
        return cells.settings.get();
      }),
      offers: os.supports.offers.handler(({ input, errors }) => {
        if (!hasJoined()) throw errors.NOT_JOINED();
        return supports.offers(input.by, input.order, input.after);
      }),
      open: os.supports.open.handler(({ input }) => supports.open(input.deviceId)),
      positions: os.supports.positions.handler(({ errors }) => {
        if (!hasJoined()) throw errors.NOT_JOINED();
        return supports.positions();
      }),
      prepare: os.supports.prepare.handler(({ input }) =>
        supports.prepare(input.action, input.deviceId, input.action === 'support' ? input.amount : null),
      ),
      confirm: os.supports.confirm.handler(({ input }) => supports.confirm(input.confirmationId)),
    },
    evidence: fakeEvidence(state.stake?.slashes ?? [], now),
    community: fakeCommunity(now, state.status.network !== null && state.status.device !== null),
    reports: fakeReports(now, state.status.network !== null && state.status.device !== null),
    releases: fakeReleases(state.status.network !== null && state.status.device !== null),
    settings: {
      update: os.settings.update.handler(({ input }) => {
        const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
        cells.settings.update((settings) => ({ ...settings, ...given }));
        return cells.settings.get();
      }),
    },
  });

  return {
    router,
    cells,
    mending,
    supports,
    close: () => {
      for (const timer of timers) clearInterval(timer);
      feed.close();
    },
  };
};
