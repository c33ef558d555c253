/** What stands in the way now, gravest first, each with when it began and what was seen. */
import type { Status } from '../../shared/contract/app/status.ts';
import type { Problem, ProblemCode } from '../../shared/contract/codes.ts';
import { createCell, type ReadonlyCell } from '../../shared/live/cell.ts';
import type { Clock } from '../../shared/units/time.ts';

export type Standing = Status['problems'][number];

/** Gravest first: what costs money or hardware, then what stops earning, then what stops jobs only. */
const gravity: readonly ProblemCode[] = [
  'GPU_TOO_HOT',
  'DEVICE_REVOKED',
  'KEY_SET_ASIDE',
  'STATE_SET_ASIDE',
  'CRASHED_REPEATEDLY',
  'DISK_FULL',
  'GPU_LOST',
  'NETWORK_UNREACHABLE',
  'NETWORK_REFUSED',
  'CLOCK_OFF',
  'STAKE_MISSING',
  'PROOF_FAILED',
  'PACE_UNDER_REVIEW',
  'PROBE_LOST',
  'PROBE_TIMED_OUT',
  'PROBE_FAILED',
  'GPU_TOOL_FAILED',
  'ENGINE_UNREACHABLE',
  'ENGINE_DENIED',
  'ENGINE_ABSENT',
  'ENGINE_NOT_LINUX',
  'ENGINE_OUTDATED',
  'GPU_CONTAINERS_OFF',
  'IMAGE_PULL_FAILED',
  'IMAGE_NOT_FOUND',
  'IMAGE_REFUSED',
  'JOB_REFUSED',
  'JOB_INTERRUPTED',
  'JOB_FAILED',
  'MALFORMED_MESSAGE',
  'SETTINGS_INVALID',
];

/** Lower is graver. Codes not listed come last. */
export const gravityOf = (code: ProblemCode): number => {
  const place = gravity.indexOf(code);
  return place === -1 ? gravity.length : place;
};

const mostEvidence = 20;

export interface ProblemBoard {
  readonly problems: ReadonlyCell<readonly Standing[]>;
  /** The same code again keeps its beginning, takes the newer data and adds the evidence. */
  raise(problem: Problem, evidence?: string): void;
  clear(...codes: readonly ProblemCode[]): void;
}

export const createProblemBoard = (clock: Clock): ProblemBoard => {
  const problems = createCell<readonly Standing[]>([]);
  return {
    problems,
    raise: (problem, evidence) => {
      const at = clock.now();
      const before = problems.get().find((standing) => standing.problem.code === problem.code);
      const seen = evidence === undefined ? [] : [{ at, text: evidence }];
      const standing: Standing = {
        problem,
        since: before?.since ?? at,
        evidence: [...(before?.evidence ?? []), ...seen].slice(-mostEvidence),
      };
      problems.set(
        [...problems.get().filter((other) => other.problem.code !== problem.code), standing].sort(
          (a, b) => gravityOf(a.problem.code) - gravityOf(b.problem.code),
        ),
      );
    },
    clear: (...codes) => {
      const left = problems.get().filter(({ problem }) => !codes.includes(problem.code));
      if (left.length !== problems.get().length) problems.set(left);
    },
  };
};
