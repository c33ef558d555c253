/** What came of a mending, by how it ended and what was found afterwards. Pure. */
import type { MendingRun } from '../../shared/contract/app/mending.ts';
import type { ProblemCode } from '../../shared/contract/codes.ts';
import { type Outcome, stillRunning } from './carry-out.ts';
import { mayBeRefusal, typed } from './elevation.ts';

/** One that is there and cannot be reached helps no job more than none. */
const noEngine: readonly ProblemCode[] = ['ENGINE_ABSENT', 'ENGINE_UNREACHABLE', 'ENGINE_DENIED'];

/** @returns whether the problem stands, under its own code or another that means the same for jobs */
export const isStanding = (code: string, standing: readonly string[]): boolean =>
  standing.includes(code) ||
  (noEngine.some((each) => each === code) && noEngine.some((each) => standing.includes(each)));

type Failure = NonNullable<MendingRun['failure']>;

const whyOf = (words: readonly string[], exitCode: number | null): Failure['why'] => {
  if (exitCode === null) return 'not_started';
  if (exitCode === stillRunning) return 'not_ended';
  if (words[0] !== 'pkexec' || !mayBeRefusal(words, exitCode)) return 'failed';
  return exitCode === 126 ? 'dismissed' : 'not_authorized';
};

/** @param standing what was found when the PC was looked at again; null when that did not work */
export const outcomeOf = (
  outcome: Outcome | 'not_written',
  { task, code, afterwards }: Pick<MendingRun, 'task' | 'code' | 'afterwards'>,
  standing: readonly ProblemCode[] | null,
  platform: NodeJS.Platform,
): Pick<MendingRun, 'outcome' | 'failure'> => {
  if (outcome === 'not_written')
    return { outcome: 'failed', failure: { why: 'not_written', text: '', exitCode: null } };
  if (outcome.kind === 'failed') {
    const { words, exitCode } = outcome;
    const why = whyOf(words, exitCode);
    const shownCode = why === 'not_ended' ? null : exitCode;
    return { outcome: 'failed', failure: { why, text: typed(words, platform), exitCode: shownCode } };
  }
  if (outcome.kind === 'stopped') return { outcome: 'stopped', failure: null };
  if (task === 'undo') return { outcome: 'undone', failure: null };
  const isGone = standing !== null && code !== null && !isStanding(code, standing);
  if (isGone) return { outcome: 'mended', failure: null };
  return { outcome: afterwards === null ? 'still_there' : 'later', failure: null };
};
