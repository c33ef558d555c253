/**
 * Answers challenges, one at a time and in their order: has every part's work done, commits to all of it at once, answers
 * for the nonces, signs what was said, and reports the verdict. The work itself is the probes'.
 */
import { ORPCError, safe } from '@orpc/client';
import { isPerigeeError, PerigeeError, type Problem } from '../../shared/contract/codes.ts';
import type {
  Challenge,
  ChallengePart,
  FillShare,
  ProofTelemetry,
  ProofVerdict,
  Verdict,
  WalkShare,
} from '../../shared/contract/network/proofs.ts';
import { provenBytes } from '../../shared/domain/proof/difficulty.ts';
import { packFillShares, packWalkShares } from '../../shared/domain/proof/packing.ts';
import { transcriptMessage } from '../../shared/domain/signing/messages.ts';
import type { Log } from '../../shared/log.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { ApiClient } from './api-client.ts';
import type { Identity } from './identity.ts';

export interface FilledPart {
  gpu: number;
  fillShares: FillShare[];
}
export interface WalkedPart {
  gpu: number;
  walkShares: WalkShare[];
  telemetry: ProofTelemetry | null;
}

/**
 * Does the work of a challenge: fills every part at the same time, commits once to all of them, and walks each for the
 * nonce that the commitment is answered with.
 *
 * @returns the parts in the order of the challenge
 * @throws VRAM_SHORT when a GPU cannot hold what is asked
 */
export type ProvePort = (
  parts: readonly ChallengePart[],
  call: {
    onCommit: (filled: FilledPart[]) => Promise<{ gpu: number; nonce: string }[]>;
    signal: AbortSignal;
    deadlineMs: number;
  },
) => Promise<WalkedPart[]>;

export interface Prover {
  /** Waits its turn. The same challenge twice is answered once. */
  answer(challenge: Challenge): void;
  /** Gives up what was asked so far; the next challenge is answered again. */
  breakOff(): void;
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

/** `spent`: it was answered before, so that the network gives no verdict. */
const proofFailed = (challengeId: string, verdict: Verdict | 'spent'): PerigeeError =>
  new PerigeeError('PROOF_FAILED', { challengeId, verdict });

const base64Of = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const specOf = (parts: readonly ChallengePart[], gpu: number): ChallengePart['spec'] => {
  const part = parts.find((asked) => asked.gpu === gpu);
  if (part === undefined) throw new RangeError(`GPU ${gpu} was not asked`);
  return part.spec;
};

/** What the network says beside a proof that came too late. */
const isUnderReview = (error: unknown): boolean =>
  error instanceof ORPCError && (error.data as { isUnderReview?: unknown } | undefined)?.isUnderReview === true;

/** @returns null when it is nothing to tell the owner */
const problemOf = (error: unknown, challengeId: string): Problem | null => {
  if (error instanceof PerigeeError) return error.problem;
  switch (error instanceof ORPCError ? error.code : null) {
    // A network that was started anew has forgotten what it asked, and asks again.
    case 'CHALLENGE_UNKNOWN':
      return null;
    case 'CHALLENGE_LATE':
      return isUnderReview(error) ? { code: 'PACE_UNDER_REVIEW', data: {} } : proofFailed(challengeId, 'late').problem;
    case 'CHALLENGE_SPENT':
      return proofFailed(challengeId, 'spent').problem;
    default:
      return { code: 'INTERNAL', data: { id: challengeId } };
  }
};

const codeOf = (error: unknown): string =>
  error instanceof ORPCError || isPerigeeError(error) ? String(error.code) : 'INTERNAL';

export const createProver = (options: {
  prove: ProvePort;
  identity: Pick<Identity, 'sign'>;
  proofs: Pick<ApiClient['proofs'], 'commit' | 'answer'>;
  clock: Clock;
  log: Log;
  onVerdict: (verdict: ProofVerdict, proveMs: number) => void;
  onProblem: (problem: Problem) => void;
  /** A challenge that got no answer, and why: a code, `CANCELLED` when it was broken off. */
  onNotGiven?(challengeId: string, code: string): void;
}): Prover => {
  const { proofs, identity, clock, log, onProblem } = options;
  const closing = new AbortController();
  let giveUp = new AbortController();
  const waiting: Waiting[] = [];
  let underWay: { challengeId: string; ended: Promise<void> } | null = null;

  const answerOne = async ({ challenge, sinceMs }: Waiting): Promise<void> => {
    const { challengeId, parts, fillDeadlineMs, walkDeadlineMs, sharesAs } = challenge;
    const isPacked = sharesAs === 'packed';
    const waitedMs = clock.monotonic() - sinceMs;
    if (waitedMs >= fillDeadlineMs) throw proofFailed(challengeId, 'late');
    let filled: FilledPart[] = [];
    let nonces: { gpu: number; nonce: string }[] = [];
    const walked = await options.prove(parts, {
      onCommit: async (commitment) => {
        filled = commitment;
        const committed = commitment.map(({ gpu, fillShares }) => ({
          gpu,
          fillShares: isPacked ? base64Of(packFillShares(fillShares)) : fillShares,
          coveredBytes: provenBytes(specOf(parts, gpu)),
        }));
        nonces = (await proofs.commit({ challengeId, parts: committed })).parts;
        return nonces;
      },
      signal: AbortSignal.any([closing.signal, giveUp.signal]),
      deadlineMs: fillDeadlineMs - waitedMs + walkDeadlineMs,
    });
    const proveMs = clock.monotonic() - sinceMs;
    const said = walked.map(({ gpu, walkShares }) => ({
      gpu,
      spec: specOf(parts, gpu),
      fillShares: filled.find((part) => part.gpu === gpu)?.fillShares ?? [],
      nonce: nonces.find((given) => given.gpu === gpu)?.nonce ?? '',
      walkShares,
    }));
    const signature = Buffer.from(identity.sign(transcriptMessage({ challengeId, parts: said }))).toString('base64url');
    const answered = walked.map(({ gpu, walkShares, telemetry }) => ({
      gpu,
      walkShares: isPacked ? base64Of(packWalkShares(walkShares)) : walkShares,
      telemetry,
    }));
    options.onVerdict(await proofs.answer({ challengeId, parts: answered, signature }), proveMs);
  };

  /** Says at once that the memory cannot be had, so that the network need not wait out the deadline. */
  const admitShortage = async ({ challengeId, parts }: Challenge, heldBytes: number): Promise<void> => {
    await safe(
      proofs.commit({
        challengeId,
        parts: parts.map(({ gpu }) => ({ gpu, coveredBytes: heldBytes, fillShares: [] })),
      }),
    );
  };

  const explain = (error: unknown, challengeId: string): void => {
    options.onNotGiven?.(challengeId, codeOf(error));
    if (closing.signal.aborted || (isPerigeeError(error) && error.code === 'CANCELLED')) return;
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
      .catch(async (error: unknown) => {
        explain(error, challengeId);
        if (isPerigeeError(error) && error.code === 'VRAM_SHORT')
          await admitShortage(next.challenge, (error as PerigeeError<'VRAM_SHORT'>).data.heldBytes);
      })
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
    breakOff: () => {
      for (const { challenge } of waiting) options.onNotGiven?.(challenge.challengeId, 'CANCELLED');
      waiting.length = 0;
      giveUp.abort();
      giveUp = new AbortController();
    },
    close: async () => {
      closing.abort();
      await underWay?.ended;
    },
  };
};
