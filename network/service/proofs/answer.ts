/** An answer held against its challenge: whether it was signed as it was said, and what each part of it is worth. */
import type {
  ChallengePart,
  FillShare,
  PartVerdict,
  ProofTelemetry,
  WalkShare,
} from '../../../shared/contract/network/proofs.ts';
import { provenBytes } from '../../../shared/domain/proof/difficulty.ts';
import { transcriptMessage } from '../../../shared/domain/signing/messages.ts';
import { isSignedBy } from '../api/ed25519.ts';
import type { Verifying } from './verifying.ts';

/** One part as it stands when the answer has come: everything that was asked and said of one GPU. */
export interface AnsweredPart extends ChallengePart {
  readonly fillShares: readonly FillShare[];
  readonly nonce: string;
  readonly walkShares: readonly WalkShare[];
  readonly telemetry: ProofTelemetry | null;
}

interface OfGpu {
  readonly gpu: number;
}

/** The same GPUs in the same order. */
export const isSameGpus = (asked: readonly OfGpu[], said: readonly OfGpu[]): boolean =>
  said.length === asked.length && asked.every(({ gpu }, at) => said[at]?.gpu === gpu);

/** @returns null when the lists are not about the same GPUs */
export const joinParts = (
  asked: readonly ChallengePart[],
  committed: readonly (OfGpu & { fillShares: readonly FillShare[] })[],
  nonces: readonly (OfGpu & { nonce: string })[],
  said: readonly (OfGpu & { walkShares: readonly WalkShare[]; telemetry: ProofTelemetry | null })[],
): AnsweredPart[] | null => {
  if (![committed, nonces, said].every((list) => isSameGpus(asked, list))) return null;
  return asked.flatMap((part, at) => {
    const [commitment, given, answer] = [committed[at], nonces[at], said[at]];
    return commitment && given && answer
      ? [{ ...part, fillShares: commitment.fillShares, nonce: given.nonce, ...answer }]
      : [];
  });
};

/** @param signature base64url */
export const isTranscriptSigned = (
  publicKey: string,
  challengeId: string,
  parts: readonly AnsweredPart[],
  signature: string,
): boolean => isSignedBy(publicKey, transcriptMessage({ challengeId, parts }), Buffer.from(signature, 'base64url'));

/** @param isTooFast it came sooner than hardware of the claimed model can have done it */
export const judgePart = (verifying: Verifying, part: AnsweredPart, isTooFast: boolean): PartVerdict => {
  const { gpu, spec, walkShares } = part;
  const { verdict, detail = null, checked, wrong, fillByShard = [] } = verifying.judge(spec, part);
  const judged = verdict === 'passed' && isTooFast ? 'too_fast' : verdict;
  return {
    gpu,
    verdict: judged,
    detail,
    askedBytes: provenBytes(spec),
    provenBytes: judged === 'passed' ? provenBytes(spec) : 0,
    sharesFound: walkShares.length,
    sharesNeeded: spec.minShares,
    sharesChecked: checked,
    sharesWrong: wrong,
    fillByShard,
  };
};
