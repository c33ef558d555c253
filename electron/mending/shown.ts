/** A plan and the record of what was done, as the pages show them, each under a name that holds for exactly that. Pure. */
import { createHash } from 'node:crypto';
import type { DoneMending, MendingPlan, ShownStep } from '../../shared/contract/app/mending.ts';
import { asStep, wordsOf } from './carry-out.ts';
import { type Elevation, elevated, typed } from './elevation.ts';
import type { DoneStep, Undo } from './mending-record.ts';
import type { Plan, Step } from './plan.ts';

const fingerprintOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

const needsAdministrator = (step: Step, { isRoot }: Elevation): boolean =>
  step.kind === 'command' && step.asRoot && !isRoot;

const undoText = (step: Step, elevation: Elevation): string | null => {
  if (step.kind === 'command') return step.undo && typed(elevated(step.undo, step, elevation), elevation.platform);
  return typed([step.before === null ? 'remove' : 'restore', step.path], elevation.platform);
};

const shownStep = (step: Step, number: number, elevation: Elevation): ShownStep => ({
  number,
  text: typed(wordsOf(step, elevation), elevation.platform),
  input: step.kind === 'file' ? step.content : step.input,
  needsAdministrator: needsAdministrator(step, elevation),
  undo: undoText(step, elevation),
});

export const shownPlan = (plan: Plan, elevation: Elevation): MendingPlan => {
  if (plan.kind === 'by_hand') return plan;
  const { name, steps, afterwards } = plan;
  return {
    kind: 'steps',
    name,
    steps: steps.map((step, index) => shownStep(step, index + 1, elevation)),
    afterwards,
    canRun: elevation.asks !== 'nobody' || !steps.some((step) => needsAdministrator(step, elevation)),
    fingerprint: fingerprintOf([plan, elevation]),
  };
};

/** What taking it back does. Taking back is not taken back. */
const shownUndo = (undo: Undo, number: number, elevation: Elevation): ShownStep => {
  const shown = { ...shownStep(asStep(undo), number, elevation), undo: null };
  if (undo.kind === 'command') return shown;
  const { before, path } = undo;
  return { ...shown, text: typed([before === null ? 'remove' : 'restore', path], elevation.platform), input: before };
};

/** The steps of one mending, the oldest first. */
export interface DoneGroup {
  readonly shown: DoneMending;
  readonly steps: readonly DoneStep[];
}

/** @param record the oldest first @returns what was done at one time, the newest first */
export const doneGroups = (record: readonly DoneStep[], elevation: Elevation): DoneGroup[] => {
  const groups: DoneStep[][] = [];
  for (const step of record) {
    const open = groups.at(-1);
    if (open?.[0]?.run === step.run && open[0].name === step.name) open.push(step);
    else groups.push([step]);
  }
  return groups.toReversed().flatMap((steps, index) => {
    const [first] = steps;
    if (first === undefined) return [];
    const undoSteps = steps.toReversed().map(({ undo }, index) => shownUndo(undo, index + 1, elevation));
    const shown: DoneMending = {
      fingerprint: fingerprintOf([steps, elevation]),
      name: first.name,
      at: first.at,
      steps: undoSteps,
      isWhole: steps.every(({ isDone }) => isDone),
      canUndo: index === 0 && (elevation.asks !== 'nobody' || !undoSteps.some((step) => step.needsAdministrator)),
    };
    return [{ shown, steps }];
  });
};
