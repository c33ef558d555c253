/** From what was found in each part of an answer to the verdict of the whole. Pure. */
import type { PartVerdict, ProofVerdict, Verdict, VerdictDetail } from '../../contract/network/proofs.ts';

/** Gravest first: what a challenge is called whose parts differ. */
const byGravity: readonly Verdict[] = [
  'malformed',
  'replayed',
  'invalid_share',
  'too_few_shares',
  'late',
  'wrong_coverage',
  'bad_memory',
  'too_fast',
  'passed',
];

export const gravestOf = (verdicts: readonly Verdict[]): Verdict =>
  byGravity.find((verdict) => verdicts.includes(verdict)) ?? 'malformed';

/**
 * Whether a failure speaks against the device. A card that is better than it says, or that somebody was using, is a
 * reason to look, not to take anything. Bad memory has its own name and fix, and still is memory that was not shown.
 */
export const isHeldAgainst = (verdict: Verdict): boolean =>
  verdict !== 'passed' && verdict !== 'too_fast' && verdict !== 'wrong_coverage';

/** The word for it that says most: why the gravest part failed, where that can be told, or its verdict. */
export const toldOf = ({ verdict, parts }: Pick<ProofVerdict, 'verdict' | 'parts'>): Verdict | VerdictDetail =>
  parts.find((part) => part.verdict === verdict)?.detail ?? verdict;

export type Times = Pick<ProofVerdict, 'fillMs' | 'walkMs' | 'fillDeadlineMs' | 'walkDeadlineMs' | 'verifyMs'>;

export const verdictOf = (challengeId: string, parts: readonly PartVerdict[], times: Times): ProofVerdict => {
  const sum = (pick: (part: PartVerdict) => number): number => parts.reduce((total, part) => total + pick(part), 0);
  const verdict = gravestOf(parts.map((part) => part.verdict));
  return {
    challengeId,
    verdict,
    parts: [...parts],
    ...times,
    provenBytes: verdict === 'passed' ? sum((part) => part.provenBytes) : 0,
    sharesFound: sum((part) => part.sharesFound),
    sharesNeeded: sum((part) => part.sharesNeeded),
    isExcused: false,
    isUnderReview: false,
    roundTrip: null,
  };
};

/**
 * How much of its limits a proof used: the tighter of the two.
 *
 * @returns 0 upwards; above 1 it was late
 */
export const shareOfLimit = ({ fillMs, walkMs, fillDeadlineMs, walkDeadlineMs }: Omit<Times, 'verifyMs'>): number =>
  Math.max(fillMs / fillDeadlineMs, walkMs / walkDeadlineMs);
