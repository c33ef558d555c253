/** What became of one check step and of a whole run, counted. Pure; the words are the page's. */
import type { CheckRun, CheckStep } from '../../../shared/contract/app/checks.ts';

/** `unjudged`: ended without a verdict, so nothing is claimed either way. */
export type StepOutcome = 'waiting' | 'running' | 'passed' | 'invalid' | 'failed' | 'cancelled' | 'unjudged';

export const outcomeOf = (step: CheckStep): StepOutcome => {
  if (step.state === 'failed') return 'failed';
  if (step.state !== 'done') return step.state;
  return step.verdict ?? 'unjudged';
};

export type RunSummary =
  | { kind: 'none' }
  | { kind: 'running' | 'cancelled'; done: number; total: number }
  | { kind: 'wrong' | 'failed'; count: number; total: number }
  | { kind: 'unjudged'; count: number; total: number }
  | { kind: 'passed'; total: number };

const isEnded = (outcome: StepOutcome): boolean =>
  outcome !== 'waiting' && outcome !== 'running' && outcome !== 'cancelled';

/**
 * The one thing to say about the latest run, gravest first: a wrong output outweighs a step that did not finish.
 *
 * @param run null before the first one
 */
export const summaryOf = (run: CheckRun | null): RunSummary => {
  if (!run) return { kind: 'none' };
  const outcomes = run.steps.map(outcomeOf);
  const count = (wanted: StepOutcome): number => outcomes.filter((outcome) => outcome === wanted).length;
  const total = outcomes.length;
  const done = outcomes.filter(isEnded).length;
  if (run.state === 'running') return { kind: 'running', done, total };
  if (count('invalid') > 0) return { kind: 'wrong', count: count('invalid'), total };
  if (count('failed') > 0 || run.state === 'failed') return { kind: 'failed', count: count('failed'), total };
  if (run.state === 'cancelled') return { kind: 'cancelled', done, total };
  if (count('unjudged') > 0) return { kind: 'unjudged', count: count('unjudged'), total };
  return { kind: 'passed', total };
};

/** Share of the run that is over, 0..1, counting the progress inside the running step; 0 for a run without steps. */
export const progressOf = (run: CheckRun): number => {
  if (run.steps.length === 0) return 0;
  const sum = run.steps.reduce((total, step) => total + (isEnded(outcomeOf(step)) ? 1 : step.progress), 0);
  return sum / run.steps.length;
};
