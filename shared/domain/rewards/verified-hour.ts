/**
 * What an hour of proofs comes to for a device: whether it adds to its verified hours, and whether the device was free of
 * proofs. The facts are collected elsewhere.
 * Source: the network's rule set, section (c).
 */
import type { ParameterRecord } from '../parameters/record.ts';
import type { HourFacts } from './eligibility.ts';

/** Whether the hour adds to the hours in which the device passed verification, ever. */
export const isVerifiedHour = (
  { proofsPassed, minutes }: Pick<HourFacts, 'proofsPassed' | 'minutes'>,
  { proofsNeeded, minutesNeeded }: Pick<ParameterRecord, 'proofsNeeded' | 'minutesNeeded'>,
): boolean => proofsPassed >= proofsNeeded && minutes >= minutesNeeded;

/**
 * Whether the device is not held to the proofs of the hour. One that failed a proof it was asked for is not excused by
 * others that fell due while it was hired, and one that never passed has shown nothing that could be taken as read.
 *
 * @param proofs.exempt  proofs that fell due and were not asked for, or were excused
 */
export const isExemptHour = (proofs: {
  readonly hasPassed: boolean;
  readonly asked: number;
  readonly passed: number;
  readonly exempt: number;
}): boolean => proofs.hasPassed && proofs.exempt > 0 && proofs.passed === proofs.asked;
