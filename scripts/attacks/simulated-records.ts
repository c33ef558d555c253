/** Records of a fleet that exists in no house, for attacks that show only over many proofs: and what is thought of them. */
import type { ProofRecord } from '../../shared/domain/patterns/proof-record.ts';
import { scoreDevices } from '../../shared/domain/patterns/score-devices.ts';

/** As network/service/proofs/reviews.ts opens one. */
const reviewFrom = 0.9;

export interface Reviewed {
  /** Of each odd device: the gravest reason of its review; `passed` where none was opened. */
  readonly reasons: string[];
  /** Devices that are neither odd nor left out, and how many of them a review was opened for. */
  readonly honestDevices: number;
  readonly honestReviewed: number;
}

/** @param leftOut devices that are neither: those that were copied from */
export const reviewOf = (
  records: readonly ProofRecord[],
  odd: ReadonlySet<string>,
  leftOut: ReadonlySet<string> = new Set(),
): Reviewed => {
  const scored = scoreDevices(records);
  const ofOdd = scored.filter(({ deviceId }) => odd.has(deviceId));
  const honest = scored.filter(({ deviceId }) => !odd.has(deviceId) && !leftOut.has(deviceId));
  return {
    reasons: ofOdd.map(({ score, reasons }) => (score >= reviewFrom ? (reasons[0]?.kind ?? 'passed') : 'passed')),
    honestDevices: honest.length,
    honestReviewed: honest.filter(({ score }) => score >= reviewFrom).length,
  };
};
