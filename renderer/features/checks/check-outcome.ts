/** What became of one check step and of a whole run, counted. Pure; the words are the page's. */
import type { CheckRun, CheckStep } from '../../../shared/contract/app/checks.ts';

/**
 * - `slow`: right, and below what it should be
 * - `invalid`: the output was wrong; `failed`: it is right that something is wrong; `unfinished`: it broke off
 * - `unjudged`: ended without a verdict, so nothing is claimed either way
 */
export type StepOutcome =
  | 'waiting'
  | 'running'
  | 'passed'
  | 'slow'
  | 'invalid'
  | 'failed'
  | 'unfinished'
  | 'not_offered'
  | 'cancelled'
  | 'unjudged';

export const outcomeOf = (step: CheckStep): StepOutcome => {
  if (step.state === 'failed') return 'unfinished';
  if (step.state !== 'done') return step.state;
  if (step.verdict === 'passed' && step.gap.length > 0) return 'slow';
  return step.verdict ?? 'unjudged';
};

export type RunSummary =
  | { kind: 'none' | 'nothing' }
  | { kind: 'running' | 'cancelled'; done: number; total: number }
  | { kind: 'wrong' | 'failed' | 'unfinished' | 'unjudged' | 'slow'; count: number; total: number }
  | { kind: 'passed'; total: number };

const isEnded = (outcome: StepOutcome): boolean =>
  outcome !== 'waiting' && outcome !== 'running' && outcome !== 'cancelled';

/**
 * The one thing to say about the latest run, gravest first: a wrong output outweighs what was found, and that a step
 * which did not finish. What is not offered counts as done while the run goes on, and not at all afterwards.
 *
 * @param run null before the first one
 */
export const summaryOf = (run: CheckRun | null): RunSummary => {
  if (!run) return { kind: 'none' };
  const outcomes = run.steps.map(outcomeOf);
  const count = (wanted: StepOutcome): number => outcomes.filter((outcome) => outcome === wanted).length;
  const done = outcomes.filter(isEnded).length;
  if (run.state === 'running') return { kind: 'running', done, total: outcomes.length };
  const total = outcomes.length - count('not_offered');
  if (count('invalid') > 0) return { kind: 'wrong', count: count('invalid'), total };
  if (count('failed') > 0) return { kind: 'failed', count: count('failed'), total };
  if (count('unfinished') > 0 || run.state === 'failed')
    return { kind: 'unfinished', count: count('unfinished'), total };
  if (run.state === 'cancelled') return { kind: 'cancelled', done, total: outcomes.length };
  if (count('unjudged') > 0) return { kind: 'unjudged', count: count('unjudged'), total };
  if (count('slow') > 0) return { kind: 'slow', count: count('slow'), total };
  return total === 0 ? { kind: 'nothing' } : { kind: 'passed', total };
};
