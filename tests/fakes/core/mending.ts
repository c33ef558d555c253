/** Mending in the fake core: one plan for an engine that sleeps, done and taken back with nothing behind it. */
import type { DoneMending, MendingPlan, MendingRun, MendingState } from '../../../shared/contract/app/mending.ts';
import type { ProblemCode } from '../../../shared/contract/codes.ts';
import { type Cell, createCell } from '../../../shared/live/cell.ts';

export const nothingMended: MendingState = { run: null, done: [] };

type Steps = Extract<MendingPlan, { kind: 'steps' }>;

export const installPlan: Steps = {
  kind: 'steps',
  name: 'install_engine',
  steps: [
    {
      number: 1,
      text: 'pkexec apt-get install -y docker.io',
      input: null,
      needsAdministrator: true,
      undo: 'pkexec apt-get remove -y docker.io',
    },
    {
      number: 2,
      text: 'pkexec tee /etc/apt/sources.list.d/docker.sources',
      input: 'Types: deb\nSuites: bookworm\n',
      needsAdministrator: true,
      undo: 'pkexec rm -f /etc/apt/sources.list.d/docker.sources',
    },
    { number: 3, text: 'pkexec apt-get update', input: null, needsAdministrator: true, undo: null },
  ],
  afterwards: null,
  canRun: true,
  fingerprint: 'plan-1',
};

const earlier = (now: number): DoneMending => ({
  fingerprint: 'done-0',
  name: 'gpu_in_containers',
  at: now - 3 * 86_400_000,
  steps: [{ number: 1, text: 'pkexec rm -f /etc/cdi/nvidia.yaml', input: null, needsAdministrator: true, undo: null }],
  isWhole: false,
  canUndo: true,
});
export const mendedEarlier = (now: number): MendingState => ({ run: null, done: [earlier(now)] });

export type MendingStart = { kind: 'started'; runId: string } | { kind: 'busy' | 'changed' };

/** @param every calls back in steps until it says false @param onMended told when the problem is gone */
export const createFakeMending = (
  initial: MendingState,
  now: () => number,
  every: (act: () => boolean) => void,
  onMended: (code: ProblemCode) => void,
) => {
  const state: Cell<MendingState> = createCell(initial);
  /** What the next plan is; a test may set another. */
  const plans = { next: installPlan as MendingPlan | null };
  let isStopping = false;
  const change = (part: Partial<MendingRun>): void =>
    state.update(({ run, done }) => ({ run: run && { ...run, ...part }, done }));

  const begin = (run: Pick<MendingRun, 'task' | 'name' | 'code'>, texts: string[], after: () => void): MendingStart => {
    if (state.get().run?.state === 'running') return { kind: 'busy' };
    isStopping = false;
    const id = `run-${now()}`;
    const { done } = state.get();
    const fresh = { state: 'running', isStopping, startedAt: now(), step: 0, steps: texts.length } as const;
    state.set({ run: { id, ...run, ...fresh, lines: [], afterwards: null, outcome: null, failure: null }, done });
    every(() => {
      const { run: known } = state.get();
      if (known === null) return false;
      const text = texts[known.step];
      if (isStopping || text === undefined) {
        if (!isStopping) after();
        const outcome = isStopping ? 'stopped' : run.task === 'undo' ? 'undone' : 'mended';
        change({ state: 'ended', outcome });
        return false;
      }
      const seq = known.lines.length + 1;
      const said = { seq: seq + 1, kind: 'output', text: 'Reading package lists... Done' } as const;
      change({ step: known.step + 1, lines: [...known.lines, { seq, kind: 'command', text }, said] });
      return true;
    });
    return { kind: 'started', runId: id };
  };

  return {
    state,
    plans,
    start: (code: ProblemCode, fingerprint: string): MendingStart => {
      const plan = plans.next;
      if (plan?.kind !== 'steps' || plan.fingerprint !== fingerprint) return { kind: 'changed' };
      const done: DoneMending = {
        fingerprint: `done-${now()}`,
        name: plan.name,
        at: now(),
        steps: plan.steps
          .toReversed()
          .flatMap((step) => (step.undo === null ? [] : [{ ...step, text: step.undo, input: null, undo: null }])),
        isWhole: true,
        canUndo: true,
      };
      return begin(
        { task: 'mend', name: plan.name, code },
        plan.steps.map(({ text }) => text),
        () => {
          state.update((before) => ({
            ...before,
            done: [done, ...before.done.map((each) => ({ ...each, canUndo: false }))],
          }));
          onMended(code);
        },
      );
    },
    undo: (fingerprint: string): MendingStart => {
      const known = state.get().done.find((each) => each.fingerprint === fingerprint);
      if (known === undefined) return { kind: 'changed' };
      return begin(
        { task: 'undo', name: known.name, code: null },
        known.steps.map(({ text }) => text),
        () =>
          state.update(({ run, done }) => {
            const left = done.filter((each) => each !== known);
            return { run, done: left.map((each, index) => ({ ...each, canUndo: index === 0 })) };
          }),
      );
    },
    stop: (): boolean => {
      if (state.get().run?.state !== 'running') return false;
      isStopping = true;
      change({ isStopping });
      return true;
    },
  };
};
