/**
 * This device as its owner sees it: what it is doing, and the four words that change it. Joins the parts of the host
 * into one status; each part keeps its own truth.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Owner } from '../../shared/contract/app/owner.ts';
import type { Settings } from '../../shared/contract/app/settings.ts';
import type { Status } from '../../shared/contract/app/status.ts';
import type { Job } from '../../shared/contract/app/worker.ts';
import { isPerigeeError } from '../../shared/contract/codes.ts';
import type { ProofVerdict } from '../../shared/contract/network/proofs.ts';
import { shareOfLimit, toldOf } from '../../shared/domain/proof/judgement.ts';
import { type Cell, createCell, type ReadonlyCell } from '../../shared/live/cell.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { Worker } from '../worker/worker.ts';
import { activityOf, isLive } from './activity.ts';
import { waitAfter } from './crash-loop.ts';
import type { CurrentHour, Money } from './money.ts';
import type { Membership, Participation } from './participation.ts';
import type { ProblemBoard } from './problem-board.ts';
import { minutesOf } from './statement.ts';

export interface Device {
  readonly status: ReadonlyCell<Status>;
  start(): Promise<void>;
  /** Ends running jobs with grace and tells the network, so that the pause is never an offence. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Pauses once the running job has ended. */
  finish(): Promise<void>;
  /** Takes jobs as far as the owner's four words go. */
  isWilling(): boolean;
  /** The machine sleeps, or wakes. */
  setAsleep(isAsleep: boolean): void;
  noteVerdict(verdict: ProofVerdict, proveMs: number): void;
  /**
   * Goes on earning where the last run of the app was.
   *
   * @param failedStarts starts in a row that did not last; after some of them it waits first
   */
  begin(failedStarts: number): void;
  close(): Promise<void>;
}

interface Wishes {
  wantsToEarn: boolean;
  isPaused: boolean;
  isFinishing: boolean;
  isAsleep: boolean;
}

const networkOf = (membership: Membership, hour: CurrentHour | null, now: number): NonNullable<Status['network']> => {
  const { parameters, epochStartsAt, epochEndsAt } = membership.network;
  const known = hour ?? { startsAt: epochStartsAt, endsAt: epochEndsAt, countedMinutes: [] };
  return {
    name: parameters.name,
    address: membership.link.address,
    isPlay: parameters.isPlay,
    isOnline: membership.link.connection.get().state === 'online',
    hourMs: parameters.hourMs,
    hourStartedAt: known.startsAt,
    hourEndsAt: known.endsAt,
    droppedGates: parameters.droppedGates,
    minutes: minutesOf(known, now),
    minutesNeeded: parameters.minutesNeeded,
  };
};

export const createDevice = (options: {
  clock: Clock;
  settings: ReadonlyCell<Settings>;
  owner: ReadonlyCell<Owner>;
  updateSettings: (change: Partial<Settings>) => unknown;
  problems: ProblemBoard;
  participation: Participation;
  worker: Worker;
  money: Money;
  /** Called once for each joining, when the device is first ready for a job. */
  onReady: () => void;
}): Device => {
  const { clock, settings, owner, problems, participation, worker, money } = options;
  const wishes: Cell<Wishes> = createCell<Wishes>({
    wantsToEarn: settings.get().wantsToEarn,
    isPaused: false,
    isFinishing: false,
    isAsleep: false,
  });
  const lastProof = createCell<Status['lastProof']>(null);
  /** Aborted when work need not wait any more after starts that did not last. */
  const waiting = new AbortController();

  /** Whether a rule of the owner's stops the whole PC, or a GPU that takes part: a proof asks for all of them. */
  const isAside = (): boolean => {
    const gpus = participation.membership.get()?.hardware.gpus ?? [];
    return owner
      .get()
      .standAside.some(
        ({ gpuIds }) => gpuIds === null || gpus.length === 0 || gpus.some(({ id }) => gpuIds.includes(id)),
      );
  };

  const compose = (before: Status | null): Status => {
    const membership = participation.membership.get();
    const now = clock.now();
    const network = membership && networkOf(membership, money.currentHour.get(), now);
    const activity = activityOf({
      ...wishes.get(),
      isAside: isAside(),
      isOnboarded: settings.get().isOnboarded,
      isOnline: network?.isOnline ?? false,
      problems: problems.problems.get().map(({ problem }) => problem.code),
      jobs: worker.state.get().jobs,
    });
    return {
      activity,
      since: before?.activity === activity ? before.since : now,
      problems: [...problems.problems.get()],
      device: membership && {
        id: membership.device.id,
        name: membership.device.name,
        class: membership.device.claim.class,
        kind: membership.device.claim.kind,
      },
      network,
      lastProof: lastProof.get(),
    };
  };

  const status = createCell<Status>(compose(null), isDeepStrictEqual);
  const refresh = (): void => status.set(compose(status.get()));
  let readyFor: Membership | null = null;
  const tellWhenReady = ({ activity }: Status): void => {
    const membership = participation.membership.get();
    if (activity !== 'ready' || membership === readyFor) return;
    readyFor = membership;
    options.onReady();
  };

  const liveJobs = (): Job[] => worker.state.get().jobs.filter(isLive);
  const link = () => participation.membership.get()?.link ?? null;

  const set = (change: Partial<Wishes>): void => wishes.update((before) => ({ ...before, ...change }));

  const pauseWhenFinished = (): void => {
    if (wishes.get().isFinishing && liveJobs().length === 0) set({ isFinishing: false, isPaused: true });
  };

  /** The network hears of each pause at once, so that none is ever an offence. */
  const tellNetwork = (): void => {
    const { isPaused, isFinishing, isAsleep } = wishes.get();
    writeDown(() => {
      if (isPaused || isFinishing || isAsleep) link()?.pause('asked');
      else if (isAside()) link()?.pause('returned');
      else link()?.resume();
    });
  };

  const stops = [
    status.subscribe(tellWhenReady),
    wishes.subscribe(refresh),
    wishes.subscribe(tellNetwork),
    owner.subscribe(refresh),
    owner.subscribe(tellNetwork),
    owner.subscribe(worker.reconsider),
    settings.subscribe(refresh),
    problems.problems.subscribe(refresh),
    money.currentHour.subscribe(refresh),
    lastProof.subscribe(refresh),
    worker.state.subscribe(pauseWhenFinished),
    worker.state.subscribe(refresh),
    participation.membership.subscribe((membership) => {
      stopListening();
      stopListening = membership?.link.connection.subscribe(refresh) ?? (() => undefined);
      tellNetwork();
      refresh();
    }),
  ];
  let stopListening = (): void => undefined;

  /**
   * The owner's word holds at once; that it cannot be written down is a problem beside it. A full disk must not keep an
   * owner from getting the PC back.
   */
  const writeDown = (write: () => unknown): void => {
    try {
      write();
    } catch (error) {
      if (!isPerigeeError(error)) throw error;
      problems.raise(error.problem, error.code);
    }
  };
  const remember = (wantsToEarn: boolean): void => writeDown(() => options.updateSettings({ wantsToEarn }));

  const earn = async (): Promise<void> => {
    remember(true);
    set({ wantsToEarn: true, isPaused: false, isFinishing: false });
    // The owner's word ends the waiting of a crash loop.
    waiting.abort();
    problems.clear('CRASHED_REPEATEDLY');
    participation.begin();
  };

  return {
    status,
    start: earn,
    resume: earn,
    pause: async () => {
      remember(false);
      set({ isPaused: true, isFinishing: false });
      await Promise.all(liveJobs().map(({ id }) => worker.stop(id, 'owner')));
    },
    finish: async () => {
      remember(false);
      set({ isFinishing: true });
      pauseWhenFinished();
    },
    noteVerdict: (verdict, proveMs) => {
      const isPassed = verdict.verdict === 'passed';
      const { gpus = [] } = participation.membership.get()?.hardware ?? {};
      lastProof.set({
        at: clock.now(),
        passed: isPassed,
        verdict: verdict.verdict,
        isExcused: verdict.isExcused,
        proveMs,
        deadlineMs: verdict.fillDeadlineMs + verdict.walkDeadlineMs,
        shareOfLimit: shareOfLimit(verdict),
        verifyMs: verdict.verifyMs,
        provenBytes: verdict.provenBytes,
        parts: verdict.parts.map((part) => ({
          gpuId: gpus[part.gpu]?.id ?? null,
          verdict: part.verdict,
          detail: part.detail,
          provenBytes: part.provenBytes,
          askedBytes: part.askedBytes,
        })),
      });
      if (isPassed) problems.clear('PROOF_FAILED', 'PACE_UNDER_REVIEW', 'VRAM_SHORT');
      else
        problems.raise(
          { code: 'PROOF_FAILED', data: { challengeId: verdict.challengeId, verdict: toldOf(verdict) } },
          verdict.verdict,
        );
    },
    isWilling: () => {
      const { wantsToEarn, isPaused, isFinishing } = wishes.get();
      return wantsToEarn && !isPaused && !isFinishing && !isAside();
    },
    setAsleep: (isAsleep) => set({ isAsleep }),
    begin: (failedStarts) => {
      if (!wishes.get().wantsToEarn) return;
      const waitMs = waitAfter(failedStarts);
      if (waitMs === 0) return participation.begin();
      problems.raise({ code: 'CRASHED_REPEATEDLY', data: { starts: failedStarts, waitMs } }, `${failedStarts} starts`);
      clock
        .sleep(waitMs, waiting.signal)
        .then(() => {
          problems.clear('CRASHED_REPEATEDLY');
          if (wishes.get().wantsToEarn) participation.begin();
        })
        .catch(() => undefined);
    },
    close: async () => {
      waiting.abort();
      for (const stop of stops) stop();
      stopListening();
      await participation.end();
    },
  };
};
