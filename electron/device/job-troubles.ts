/** Puts what went wrong with the newest job on the board, and takes it off once a later job went well. */
import type { Job } from '../../shared/contract/app/worker.ts';
import type { ProblemCode } from '../../shared/contract/codes.ts';
import { engineCodes } from './engine-watch.ts';
import type { ProblemBoard } from './problem-board.ts';

const jobCodes: readonly ProblemCode[] = [
  'IMAGE_NOT_FOUND',
  'IMAGE_PULL_FAILED',
  'IMAGE_REFUSED',
  'JOB_REFUSED',
  'JOB_FAILED',
  'JOB_INTERRUPTED',
  'DISK_FULL',
];

/** A running job shows that its engine answers; not that it is new enough. */
const awayCodes = engineCodes.filter((code) => code !== 'ENGINE_OUTDATED');

/** @param jobs newest first */
export const noteJobTroubles = (jobs: readonly Job[], problems: ProblemBoard): void => {
  const newest = jobs[0];
  if (!newest) return;
  const standing = problems.problems.get().map(({ problem }) => problem.code);
  const code = newest.problem?.code ?? null;
  const gone = [...jobCodes, ...(newest.state === 'running' ? awayCodes : [])].filter(
    (known) => known !== code && standing.includes(known),
  );
  if (gone.length > 0) problems.clear(...gone);
  if (newest.problem && code !== null && !standing.includes(code))
    problems.raise(newest.problem, `${newest.id} ${newest.state}`);
};
