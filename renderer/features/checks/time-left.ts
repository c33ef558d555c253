/**
 * How far a run is and how long it will still take: what each check usually takes, corrected by how fast this run has
 * been so far. Pure; an estimate, and shown as one.
 */
import type { CheckKind, CheckMode, CheckRun, CheckStep } from '../../../shared/contract/app/checks.ts';

interface Usual {
  figureMs: number;
  diskMs: number;
  /** Of the two figures that are also held under steady load. */
  steadyMs: number;
  memoryMs: number;
  proofMs: number;
}

const minuteMs = 60_000;

const usual: Readonly<Record<CheckMode, Usual>> = {
  quick: { figureMs: 5_000, diskMs: 7_000, steadyMs: 5_000, memoryMs: 8_000, proofMs: 8_000 },
  full: { figureMs: 6_000, diskMs: 9_000, steadyMs: 36_000, memoryMs: 70_000, proofMs: 45_000 },
  memory: { figureMs: 0, diskMs: 0, steadyMs: 0, memoryMs: 6 * minuteMs, proofMs: 0 },
  memory_long: { figureMs: 0, diskMs: 0, steadyMs: 0, memoryMs: 60 * minuteMs, proofMs: 0 },
};

const usualMs = (kind: CheckKind, mode: CheckMode): number => {
  const { figureMs, diskMs, steadyMs, memoryMs, proofMs } = usual[mode];
  if (kind === 'network_link') return 0;
  if (kind === 'vram_pattern') return memoryMs;
  if (kind === 'proof_rehearsal') return proofMs;
  if (kind === 'disk_sequential' || kind === 'disk_random') return diskMs;
  return kind === 'fp32_throughput' || kind === 'memory_bandwidth' ? steadyMs : figureMs;
};

const partDone = ({ state, progress }: CheckStep): number =>
  state === 'waiting' || state === 'running' ? progress : 1;

interface Course {
  /** By what is usual. */
  doneMs: number;
  totalMs: number;
}

const courseOf = (run: CheckRun): Course => {
  let doneMs = 0;
  let totalMs = 0;
  for (const step of run.steps) {
    const ms = usualMs(step.kind, run.mode);
    totalMs += ms;
    doneMs += ms * partDone(step);
  }
  return { doneMs, totalMs };
};

/** Share of the run that is over, 0..1, by time; 0 for a run without steps. */
export const progressOf = (run: CheckRun): number => {
  const { doneMs, totalMs } = courseOf(run);
  return totalMs === 0 ? 0 : doneMs / totalMs;
};

/** Before that much is done, what was measured of the pace is mostly the start. */
const tellingMs = 4_000;
const slowest = 8;
const fastest = 0.25;

/** Time that passes for what usually takes a millisecond. */
const paceOf = ({ doneMs }: Course, elapsedMs: number): number =>
  doneMs < tellingMs ? 1 : Math.min(slowest, Math.max(fastest, elapsedMs / doneMs));

export interface TimeLeft {
  runMs: number;
  /** Of the running step; 0 when none runs. */
  stepMs: number;
}

/** @returns null for a run that is over */
export const timeLeftOf = (run: CheckRun, now: number): TimeLeft | null => {
  if (run.state !== 'running') return null;
  const course = courseOf(run);
  const pace = paceOf(course, now - run.startedAt);
  const busy = run.steps.find((step) => step.state === 'running');
  return {
    runMs: pace * (course.totalMs - course.doneMs),
    stepMs: busy ? pace * usualMs(busy.kind, run.mode) * (1 - busy.progress) : 0,
  };
};

/** As one says it: in steps of 5 seconds, from two minutes on in whole minutes. Never nothing. */
export const roundedLeftMs = (ms: number): number => {
  const stepMs = ms < 2 * minuteMs ? 5_000 : minuteMs;
  return Math.max(5_000, Math.round(ms / stepMs) * stepMs);
};
