/** What the last proof says of one GPU: its own part, and how near the whole was to its limit. Pure. */

import type { Status } from '../../../shared/contract/app/status.ts';
import type { Verdict, VerdictDetail } from '../../../shared/contract/network/proofs.ts';
import { isHeldAgainst } from '../../../shared/domain/proof/judgement.ts';

type LastProof = NonNullable<Status['lastProof']>;

export interface ProofPart {
  /** Of this GPU's own part. */
  verdict: Verdict;
  /** null: there is no more to tell. */
  detail: VerdictDetail | null;
  provenBytes: number;
  askedBytes: number;
  /** 0.. of the limit that all GPUs share: they are asked at one instant. */
  shareOfLimit: number;
  /** What a failure costs: nothing at all, nothing but the proof itself, or it speaks against the PC. */
  cost: 'excused' | 'notHeld' | 'held';
  /** Its own part passed while another GPU's did not. */
  isOtherFailure: boolean;
  tone: 'ok' | 'warn' | 'bad';
}

/** A proof that needs more than this part of its limit is worth a look. */
const tightShare = 0.85;

/** @returns null when this GPU was not asked */
export const proofPartOf = (proof: LastProof, gpuId: string): ProofPart | null => {
  const part = proof.parts.find((known) => known.gpuId === gpuId);
  if (!part) return null;
  const isPassed = part.verdict === 'passed';
  const cost = proof.isExcused ? 'excused' : isHeldAgainst(part.verdict) ? 'held' : 'notHeld';
  const failureTone = cost === 'held' ? 'bad' : 'warn';
  return {
    verdict: part.verdict,
    detail: part.detail,
    provenBytes: part.provenBytes,
    askedBytes: part.askedBytes,
    shareOfLimit: proof.shareOfLimit,
    cost,
    isOtherFailure: isPassed && !proof.passed,
    tone: !isPassed ? failureTone : proof.shareOfLimit > tightShare ? 'warn' : 'ok',
  };
};
