/** Tells the owner while the network looks more closely at this device's proofs, and what it saw. It costs nothing. */
import type { NetworkDevice } from '../../shared/contract/network/devices.ts';
import type { ProblemBoard } from './problem-board.ts';

export const noteReview = ({ review }: Pick<NetworkDevice, 'review'>, problems: ProblemBoard): void => {
  const gravest = review?.reasons[0];
  if (gravest === undefined) problems.clear('UNDER_REVIEW');
  else problems.raise({ code: 'UNDER_REVIEW', data: { pattern: gravest.kind } }, gravest.kind);
};
