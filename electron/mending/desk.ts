/**
 * Mending for the pages: shows a plan, does exactly that plan, looks again, and takes back what was done, one at a time.
 * The plan is worked out anew before it is done; what a page sends is compared with it and never run.
 */
import { randomUUID } from 'node:crypto';
import type { MendingName, MendingPlan, MendingRun, MendingState } from '../../shared/contract/app/mending.ts';
import type { ProblemCode } from '../../shared/contract/codes.ts';
import { createCell, type ReadonlyCell } from '../../shared/live/cell.ts';
import type { Log } from '../../shared/log.ts';
import type { Clock } from '../../shared/units/time.ts';
import { carryOut, type Hands, type Outcome, type RunCommand, undoWhile } from './carry-out.ts';
import { type Elevation, typed } from './elevation.ts';
import type { MendingRecord } from './mending-record.ts';
import { isStanding, outcomeOf } from './outcome-of.ts';
import type { Plan } from './plan.ts';
import { type DoneGroup, doneGroups, shownPlan } from './shown.ts';

export type Started = { kind: 'started'; runId: string } | { kind: 'busy' | 'changed' | 'by_hand' };

export interface MendingDesk {
  readonly state: ReadonlyCell<MendingState>;
  /** @returns null where nothing of ours mends it @throws CANCELLED */
  plan(code: ProblemCode, signal: AbortSignal): Promise<MendingPlan | null>;
  /** @throws CANCELLED */
  start(code: ProblemCode, fingerprint: string, signal: AbortSignal): Promise<Started>;
  undo(fingerprint: string): Started;
  /** @returns whether something runs that this stops */
  stop(): boolean;
  /** Begins nothing more. What runs goes on without us. */
  close(): void;
}

export interface MendingDeskOptions {
  clock: Clock;
  log: Log;
  elevation: Elevation;
  record: MendingRecord;
  /** @throws CANCELLED */
  findPlan: (code: ProblemCode, signal: AbortSignal) => Promise<Plan | null>;
  /** @param onLine told of each line that the command says */
  runCommand: (onLine: (text: string) => void) => RunCommand;
  /** Looks at the PC again. @returns what stands in the way now @throws CANCELLED */
  lookAgain: (signal: AbortSignal) => Promise<readonly ProblemCode[]>;
}

const mostLines = 300;
/** A package manager says much; the pages hear of it a few times a second. */
const tellEveryMs = 250;

const patienceMs = 60_000;
/** What an engine stands on: none can answer after it yet. */
const stages: readonly MendingName[] = ['install_wsl', 'wsl_version_2', 'update_wsl', 'install_own_linux'];
const lookEveryMs = 2_000;

interface Task {
  task: MendingRun['task'];
  name: MendingName;
  code: ProblemCode | null;
  steps: number;
  afterwards: MendingRun['afterwards'];
  act: (hands: Hands, runId: string) => Promise<Outcome>;
}

export const createMendingDesk = (options: MendingDeskOptions): MendingDesk => {
  const { clock, log, elevation, record } = options;
  const groups = (): DoneGroup[] => doneGroups(record.list(), elevation);
  const shownDone = (): MendingState['done'] => groups().map(({ shown }) => shown);
  const state = createCell<MendingState>({ run: null, done: shownDone() });
  const closing = new AbortController();
  let isBusy = false;
  let isStopping = false;

  const change = (part: Partial<MendingRun>): void =>
    state.update(({ run, done }) => ({ run: run && { ...run, ...part }, done }));

  /** Lines of the run, told in batches. */
  const createTeller = () => {
    let lines: MendingRun['lines'] = [];
    let seq = 0;
    let isDue = false;
    const tell = (): void => {
      isDue = false;
      change({ lines });
    };
    return {
      tell,
      add: (kind: MendingRun['lines'][number]['kind'], text: string): void => {
        seq += 1;
        lines = [...lines, { seq, kind, text }].slice(-mostLines);
        if (isDue) return;
        isDue = true;
        clock.sleep(tellEveryMs, closing.signal).then(tell, () => undefined);
      },
    };
  };

  /** An engine that was just started takes a moment to answer. @returns null when nothing could be seen */
  const lookUntilGone = async (
    outcome: Outcome | 'not_written',
    { code, name, afterwards }: Task,
  ): Promise<readonly ProblemCode[] | null> => {
    const isDone = outcome !== 'not_written' && outcome.kind === 'done';
    const isWorthWaiting = isDone && afterwards === null && !stages.includes(name);
    const until = clock.monotonic() + (isWorthWaiting ? patienceMs : 0);
    for (;;) {
      const standing = await options.lookAgain(closing.signal).catch(() => null);
      const isGone = code === null || (standing !== null && !isStanding(code, standing));
      if (isGone || clock.monotonic() >= until) return standing;
      await clock.sleep(lookEveryMs, closing.signal).catch(() => undefined);
      if (closing.signal.aborted) return null;
    }
  };

  /** Whether another plan is there for what still stands. */
  const hasNext = async ({ name }: Task, standing: readonly ProblemCode[] | null): Promise<boolean> => {
    for (const code of standing ?? []) {
      const plan = await options.findPlan(code, closing.signal).catch(() => null);
      if (plan !== null && plan.name !== name) return true;
    }
    return false;
  };

  const perform = async (task: Task, runId: string): Promise<void> => {
    const teller = createTeller();
    let step = 0;
    const hands: Hands = {
      run: options.runCommand((text) => teller.add('output', text)),
      elevation,
      record,
      now: clock.now,
      onStep: (words) => {
        if (isStopping) return false;
        step += 1;
        teller.add('command', typed(words, elevation.platform));
        teller.tell();
        change({ step });
        return true;
      },
    };
    const outcome = await task.act(hands, runId).catch((error: unknown) => {
      log.warn('mending_not_written', { detail: String(error) });
      return 'not_written' as const;
    });
    teller.tell();
    if (closing.signal.aborted) return;
    state.update(({ run }) => ({ run: run && { ...run, state: 'looking' }, done: shownDone() }));
    const standing = await lookUntilGone(outcome, task);
    const ending = outcomeOf(outcome, task, standing, elevation.platform);
    const isNext = ending.outcome === 'still_there' && (await hasNext(task, standing));
    change({ state: 'ended', ...ending, ...(isNext ? { outcome: 'next' } : {}) });
  };

  const begin = (task: Task): Started => {
    const runId = randomUUID();
    isStopping = false;
    state.update(({ done }) => ({
      run: {
        id: runId,
        task: task.task,
        name: task.name,
        code: task.code,
        state: 'running',
        isStopping,
        startedAt: clock.now(),
        step: 0,
        steps: task.steps,
        lines: [],
        afterwards: task.afterwards,
        outcome: null,
        failure: null,
      },
      done,
    }));
    void perform(task, runId).finally(() => {
      isBusy = false;
    });
    return { kind: 'started', runId };
  };

  /** One at a time, from the first look on. */
  const alone = async (find: () => Promise<Started>): Promise<Started> => {
    if (isBusy || closing.signal.aborted) return { kind: 'busy' };
    isBusy = true;
    let answer: Started = { kind: 'changed' };
    try {
      answer = await find();
      return answer;
    } finally {
      if (answer.kind !== 'started') isBusy = false;
    }
  };

  return {
    state,
    plan: async (code, signal) => {
      const plan = await options.findPlan(code, signal);
      return plan && shownPlan(plan, elevation);
    },
    start: (code, fingerprint, signal) =>
      alone(async () => {
        const plan = await options.findPlan(code, signal);
        if (plan?.kind !== 'steps') return { kind: 'changed' };
        const shown = shownPlan(plan, elevation);
        if (shown.kind !== 'steps' || shown.fingerprint !== fingerprint) return { kind: 'changed' };
        if (!shown.canRun) return { kind: 'by_hand' };
        const { name, steps, afterwards } = plan;
        return begin({
          task: 'mend',
          name,
          code,
          steps: steps.length,
          afterwards,
          act: (hands, run) => carryOut({ name, run, steps }, hands),
        });
      }),
    undo: (fingerprint) => {
      if (isBusy || closing.signal.aborted) return { kind: 'busy' };
      const group = groups().find(({ shown }) => shown.fingerprint === fingerprint);
      if (group === undefined) {
        state.update(({ run }) => ({ run, done: shownDone() }));
        return { kind: 'changed' };
      }
      const { shown, steps } = group;
      if (!shown.canUndo) return { kind: 'by_hand' };
      isBusy = true;
      const [{ run } = { run: '' }] = steps;
      return begin({
        task: 'undo',
        name: shown.name,
        code: null,
        steps: steps.length,
        afterwards: null,
        act: (hands) => undoWhile((step) => step.run === run && step.name === shown.name, hands),
      });
    },
    stop: () => {
      const { run } = state.get();
      if (!isBusy || run?.state !== 'running') return false;
      isStopping = true;
      change({ isStopping });
      return true;
    },
    close: () => {
      isStopping = true;
      closing.abort();
    },
  };
};
