/** The rows of the check table: the steps of a run under the part of the PC they are about. Pure. */
import type { CheckStep } from '../../../shared/contract/app/checks.ts';

export interface CheckGroup {
  /** GPU id; null: the processor. */
  gpuId: string | null;
  subject: string;
  steps: CheckStep[];
}

/** Groups in the order in which their first step runs. */
export const groupsOf = (steps: readonly CheckStep[]): CheckGroup[] => {
  const groups: CheckGroup[] = [];
  for (const step of steps) {
    const group = groups.find((known) => known.gpuId === step.gpuId);
    if (group) group.steps.push(step);
    else groups.push({ gpuId: step.gpuId, subject: step.subject, steps: [step] });
  }
  return groups;
};

/**
 * The step that the explanation is about: the one chosen, else the one running, else the gravest ended one, else the
 * first; null when there are none.
 */
export const stepToExplain = (steps: readonly CheckStep[], chosenId: string | null): CheckStep | null =>
  steps.find((step) => step.id === chosenId) ??
  steps.find((step) => step.state === 'running') ??
  steps.find((step) => step.verdict === 'invalid') ??
  steps.find((step) => step.state === 'failed' || step.verdict === 'failed') ??
  steps[0] ??
  null;
