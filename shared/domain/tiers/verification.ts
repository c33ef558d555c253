/**
 * How strongly a device's hardware is proven, from the proofs that it passed. Attested environments are not known here.
 * Source: the network's rule set, section (b).
 */
import type { Verification } from './quality.ts';

/** Seven days of verified hours stand for seven days of proofs. */
const sevenDaysHours = 168;

/** @param proven.isHardware  a card of its own kind; a processor or a software driver never proves more than its work */
export const verificationOf = (proven: {
  readonly isHardware: boolean;
  readonly hasPassed: boolean;
  readonly verifiedHours: number;
}): Verification => {
  if (proven.isHardware && proven.verifiedHours >= sevenDaysHours) return 'proofs_for_7_days';
  return proven.hasPassed ? 'proofs' : 'none';
};
