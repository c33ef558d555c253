/**
 * Tells the owner while the network looks more closely at this device's proofs, and what it saw; or at its own figures of
 * the device's model. Neither costs stake.
 */
import type { NetworkDevice } from '../../shared/contract/network/devices.ts';
import type { ProblemBoard } from './problem-board.ts';

export const noteReview = (
  { review, isPaceUnderReview }: Pick<NetworkDevice, 'review' | 'isPaceUnderReview'>,
  problems: ProblemBoard,
): void => {
  const gravest = review?.reasons[0];
  if (gravest === undefined) problems.clear('UNDER_REVIEW');
  else problems.raise({ code: 'UNDER_REVIEW', data: { pattern: gravest.kind } }, gravest.kind);
  if (isPaceUnderReview) {
    problems.clear('PROOF_FAILED');
    problems.raise({ code: 'PACE_UNDER_REVIEW', data: {} }, 'late');
  } else problems.clear('PACE_UNDER_REVIEW');
};
