/** What a device says of a challenge, and what it is answered: done with its value, or refused with a reason. */
import type { FillShare, ProofTelemetry, WalkShare } from '../../../shared/contract/network/proofs.ts';
import type { ChallengeRow } from './deciding.ts';

export type Commitment = { gpu: number; coveredBytes: number; fillShares: FillShare[] }[];
export interface Answer {
  readonly parts: { gpu: number; walkShares: WalkShare[]; telemetry: ProofTelemetry | null }[];
  /** Over the transcript, base64url. */
  readonly signature: string;
}

export type ProofRefusal =
  | { readonly code: 'CHALLENGE_UNKNOWN' }
  | { readonly code: 'CHALLENGE_SPENT' }
  | {
      readonly code: 'CHALLENGE_LATE';
      readonly deadlineMs: number;
      readonly tookMs: number;
      readonly isUnderReview: boolean;
    }
  | { readonly code: 'COVERAGE_SHORT'; readonly coveredBytes: number; readonly neededBytes: number }
  | { readonly code: 'COMMITMENT_MALFORMED' };
type LateOrSpent = Extract<ProofRefusal, { code: 'CHALLENGE_LATE' | 'CHALLENGE_SPENT' }>;
export type Outcome<Value, Refusal = ProofRefusal> =
  | { readonly kind: 'done'; readonly value: Value }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export const refuse = <Refusal extends ProofRefusal>(refusal: Refusal): { kind: 'refused'; refusal: Refusal } => ({
  kind: 'refused',
  refusal,
});

/** What is said of a challenge that was decided before: late stays late, however often it is answered. */
export const spent = ({ verdict }: ChallengeRow): { kind: 'refused'; refusal: LateOrSpent } => {
  if (verdict?.verdict !== 'late') return refuse({ code: 'CHALLENGE_SPENT' });
  const { fillMs, walkMs, fillDeadlineMs, walkDeadlineMs, isUnderReview } = verdict;
  const [tookMs, deadlineMs] = walkMs > walkDeadlineMs ? [walkMs, walkDeadlineMs] : [fillMs, fillDeadlineMs];
  return refuse({ code: 'CHALLENGE_LATE', deadlineMs, tookMs, isUnderReview });
};
