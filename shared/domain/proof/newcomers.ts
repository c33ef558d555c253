/**
 * Whether lateness may be held against a device that never passed. The pace of a model that nobody has proven yet is read
 * from a data sheet, and where that is wrong every honest card of the model is late from its first proof on: then it is
 * the network's figure that is looked at, not the owner's stake. Nothing is earned meanwhile. Pure.
 */
import type { HardwareClaim } from '../../contract/network/devices.ts';
import type { Verdict } from '../../contract/network/proofs.ts';
import { cardsOf } from '../hardware/claim.ts';

/** Whose pace a claim is measured by: models of the catalogue, or the class where none is listed. Each once. */
export const pacedBy = (claim: HardwareClaim): string[] => [
  ...new Set(cardsOf(claim).map(({ model }) => model ?? claim.class)),
];

/** A device that had not passed before the window that is looked at, and its newest verdict in it. */
export interface Newcomer {
  readonly accountId: string;
  readonly isLate: boolean;
}

/** Counts are of owners. */
export interface PaceDoubt {
  readonly late: number;
  readonly of: number;
}

/** One voice an owner; fewer say nothing about a model. */
const fewestOwners = 3;
/** Of a model whose pace is right, nearly every newcomer is in time. */
const doubtFrom = 0.9;

/**
 * @param newcomers of one model
 * @returns null while nothing speaks against its pace
 */
export const doubtOfPace = (newcomers: readonly Newcomer[]): PaceDoubt | null => {
  const owners = [...Map.groupBy(newcomers, ({ accountId }) => accountId).values()];
  const late = owners.filter((own) => own.every(({ isLate }) => isLate)).length;
  return owners.length >= fewestOwners && late >= owners.length * doubtFrom ? { late, of: owners.length } : null;
};

/**
 * Whether a failure is looked at instead of held against the device.
 *
 * @param hasPassed it passed a proof, ever
 * @param isPaceProven trusted devices passed with every model that it claims
 */
export const isUnderReview = (said: {
  readonly verdict: Verdict;
  readonly hasPassed: boolean;
  readonly isPaceProven: boolean;
  readonly doubt: PaceDoubt | null;
}): boolean => said.verdict === 'late' && !said.hasPassed && (!said.isPaceProven || said.doubt !== null);
