/** The rows of the check table: the steps of a run under the part of the PC they are about. Pure. */
import type { CheckStep } from '../../../shared/contract/app/checks.ts';
import { outcomeOf, type StepOutcome } from './check-outcome.ts';

export interface CheckGroup {
  /** GPU id; null: the PC itself. */
  gpuId: string | null;
  /** The GPU's name, or the processor's; empty when nobody could say. */
  subject: string;
  /** Another GPU of the run bears the same name. */
  hasTwin: boolean;
  steps: CheckStep[];
}

/** Processor, disk, connection: the PC's own checks in the order in which they are read. */
const pcParts = ['cpu_', 'proof_', 'disk_', 'network_'];
const partOf = ({ kind }: CheckStep): number => pcParts.findIndex((part) => kind.startsWith(part));

/** The PC itself first, then each GPU in the order in which it is checked. */
export const groupsOf = (steps: readonly CheckStep[]): CheckGroup[] => {
  const byGpu = Map.groupBy(steps, ({ gpuId }) => gpuId);
  const pc = (byGpu.get(null) ?? []).toSorted((a, b) => partOf(a) - partOf(b));
  const processor = pc.find(({ kind }) => kind.startsWith('cpu_'));
  const gpus = [...byGpu].flatMap(([gpuId, own]) => (gpuId === null ? [] : [{ gpuId, steps: own }]));
  const nameOf = ({ steps: [first] }: { steps: CheckStep[] }): string => first?.subject ?? '';
  const names = gpus.map(nameOf);
  return [
    ...(pc.length === 0 ? [] : [{ gpuId: null, subject: processor?.subject ?? '', hasTwin: false, steps: pc }]),
    ...gpus.map((gpu) => {
      const subject = nameOf(gpu);
      return { ...gpu, subject, hasTwin: names.filter((name) => name === subject).length > 1 };
    }),
  ];
};

/** What a memory check covers is no figure to hold against another. */
export const isCompared = ({ kind }: CheckStep): boolean => kind !== 'vram_pattern';

/** Told first when nothing is chosen. */
const gravity: readonly StepOutcome[] = ['running', 'invalid', 'failed', 'unfinished', 'slow'];

/**
 * The step that the explanation is about: the one chosen, else the one running, else the gravest ended one, else the
 * first; null when there are none.
 */
export const stepToExplain = (steps: readonly CheckStep[], chosenId: string | null): CheckStep | null => {
  const chosen = steps.find((step) => step.id === chosenId);
  if (chosen) return chosen;
  for (const wanted of gravity) {
    const found = steps.find((step) => outcomeOf(step) === wanted);
    if (found) return found;
  }
  return groupsOf(steps)[0]?.steps[0] ?? null;
};
