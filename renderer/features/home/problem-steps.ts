/** For each problem, the one thing this app can do about it, and the text that a helper needs. Pure. */
import type { Problem, ProblemCode } from '../../../shared/contract/codes.ts';
import type { ListedRoute } from '../../app/route.ts';

/** `look`: read the machine again. `open`: the page where it is put right. null: Perigee tries by itself. */
export type ProblemStep = { kind: 'look' } | { kind: 'open'; route: ListedRoute } | null;

const steps: Partial<Record<ProblemCode, Exclude<ProblemStep, null>>> = {
  ENGINE_ABSENT: { kind: 'look' },
  ENGINE_UNREACHABLE: { kind: 'look' },
  ENGINE_DENIED: { kind: 'look' },
  ENGINE_NOT_LINUX: { kind: 'look' },
  NO_GPU: { kind: 'look' },
  GPU_TOOL_FAILED: { kind: 'look' },
  VRAM_SHORT: { kind: 'open', route: 'devices' },
  GPU_LOST: { kind: 'look' },
  GPU_TOO_HOT: { kind: 'open', route: 'devices' },
  PROBE_TIMED_OUT: { kind: 'open', route: 'checks' },
  CHECK_GAVE_WAY: { kind: 'open', route: 'checks' },
  PROBE_FAILED: { kind: 'open', route: 'checks' },
  PROOF_FAILED: { kind: 'open', route: 'checks' },
  STAKE_MISSING: { kind: 'open', route: 'stake' },
  DEVICE_REVOKED: { kind: 'open', route: 'stake' },
  SETTINGS_INVALID: { kind: 'open', route: 'settings' },
  JOB_FAILED: { kind: 'open', route: 'worker' },
  JOB_INTERRUPTED: { kind: 'open', route: 'worker' },
};

export const stepFor = (code: ProblemCode): ProblemStep => steps[code] ?? null;

export interface KnownProblem {
  problem: Problem;
  since: number;
  evidence: readonly { at: number; text: string }[];
}

/** Code, facts and evidence as plain text, in one language for every reader: times are UTC. */
export const detailsOf = ({ problem, since, evidence }: KnownProblem): string => {
  const facts = Object.entries(problem.data).map(
    ([name, value]) => `${name}: ${Array.isArray(value) ? value.join(', ') : String(value ?? 'unknown')}`,
  );
  const lines = evidence.map(({ at, text }) => `${new Date(at).toISOString()} ${text}`);
  return [problem.code, `since: ${new Date(since).toISOString()}`, ...facts, ...lines].join('\n');
};
