/**
 * Answers challenges, one at a time and in their order: has the work done, commits to it, answers for the nonce, and
 * reports the verdict. The work itself is the probe's.
 */
import { ORPCError } from '@orpc/client';
import { PerigeeError, type Problem } from '../../shared/contract/codes.ts';
import type { Challenge, FillShare, ProofSpec, ProofVerdict, WalkShare } from '../../shared/contract/network/proofs.ts';
import type { Log } from '../../shared/log.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { ApiClient } from './api-client.ts';

/** Does the work of a challenge: fills, commits, and walks for the nonce that the commitment is answered with. */
export type ProvePort = (
  spec: ProofSpec,
  call: { onCommit: (fillShares: FillShare[]) => Promise<string>; signal: AbortSignal; deadlineMs: number },
) => Promise<WalkShare[]>;

export interface Prover {
  /** Waits its turn. The same challenge twice is answered once. */
  answer(challenge: Challenge): void;
  /** Breaks the work off. Resolves when it has stopped. */
  close(): Promise<void>;
}

/** A network asks a device one thing at a time; more than this is no network's order. */
const mostWaiting = 4;

interface Waiting {
  challenge: Challenge;
  /** Monotonic time of its arrival. */
  sinceMs: number;
}

const proofFailed = (challengeId: string, verdict: ProofVerdict['verdict']): PerigeeError =>
  new PerigeeError('PROOF_FAILED', { challengeId, verdict });

/** @returns null when it is nothing to tell the owner */
const problemOf = (error: unknown, challengeId: string): Problem | null => {
  if (error instanceof PerigeeError) return error.problem;
  switch (error instanceof ORPCError ? error.code : null) {
    // A network that was started anew has forgotten what it asked, and asks again.
    case 'CHALLENGE_UNKNOWN':
      return null;
    case 'CHALLENGE_LATE':
      return proofFailed(challengeId, 'late').problem;
    case 'CHALLENGE_SPENT':
      return proofFailed(challengeId, 'replayed').problem;
    default:
      return { code: 'INTERNAL', data: { id: challengeId } };
  }
};

export const createProver = (options: {
  prove: ProvePort;
  proofs: Pick<ApiClient['proofs'], 'commit' | 'answer'>;
  clock: Clock;
  log: Log;
  onVerdict: (verdict: ProofVerdict, proveMs: number) => void;
  onProblem: (problem: Problem) => void;
}): Prover => {
  const { proofs, clock, log, onProblem } = options;
  const closing = new AbortController();
  const waiting: Waiting[] = [];
  let underWay: { challengeId: string; ended: Promise<void> } | null = null;

  const answerOne = async ({ challenge, sinceMs }: Waiting): Promise<void> => {
    const { challengeId, spec, fillDeadlineMs, walkDeadlineMs } = challenge;
    const waitedMs = clock.monotonic() - sinceMs;
    if (waitedMs >= fillDeadlineMs) throw proofFailed(challengeId, 'late');
    const walkShares = await options.prove(spec, {
      onCommit: async (fillShares) => (await proofs.commit({ challengeId, fillShares })).nonce,
      signal: closing.signal,
      deadlineMs: fillDeadlineMs - waitedMs + walkDeadlineMs,
    });
    const proveMs = clock.monotonic() - sinceMs;
    options.onVerdict(await proofs.answer({ challengeId, walkShares }), proveMs);
  };

  const explain = (error: unknown, challengeId: string): void => {
    if (closing.signal.aborted) return;
    log.warn('proof_not_given', { challengeId, detail: error instanceof Error ? error.stack : String(error) });
    const problem = problemOf(error, challengeId);
    if (problem !== null) onProblem(problem);
  };

  const goOn = (): void => {
    const next = closing.signal.aborted ? undefined : waiting.shift();
    if (next === undefined) {
      underWay = null;
      return;
    }
    const { challengeId } = next.challenge;
    const ended = answerOne(next)
      .catch((error: unknown) => explain(error, challengeId))
      .finally(goOn);
    underWay = { challengeId, ended };
  };

  return {
    answer: (challenge) => {
      const { challengeId } = challenge;
      if (closing.signal.aborted || underWay?.challengeId === challengeId) return;
      if (waiting.some((other) => other.challenge.challengeId === challengeId)) return;
      if (waiting.length >= mostWaiting)
        return onProblem({ code: 'MALFORMED_MESSAGE', data: { what: 'challenge', detail: 'too many at once' } });
      waiting.push({ challenge, sinceMs: clock.monotonic() });
      if (underWay === null) goOn();
    },
    close: async () => {
      closing.abort();
      await underWay?.ended;
    },
  };
};
