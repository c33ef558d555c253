/**
 * How fast a device proves, as its benchmark: the one figure of its speed that the network clocks itself, so nobody can
 * report it better than it is.
 */
import type { ProofVerdict } from '../../contract/network/proofs.ts';
import { benchmarkBps } from './quality.ts';

/** A class's deadlines are this many times what its reference device takes, in halves. */
const deadlineHalves = 3;

/**
 * @param verdict  of a passed proof
 * @returns bps: the reference device's time ÷ this device's, at most 10,000
 */
export const proofSpeedBps = (
  verdict: Pick<ProofVerdict, 'fillMs' | 'walkMs' | 'fillDeadlineMs' | 'walkDeadlineMs'>,
): number => {
  const deadlineMs = verdict.fillDeadlineMs + verdict.walkDeadlineMs;
  const tookMs = Math.max(1, verdict.fillMs + verdict.walkMs);
  return benchmarkBps(2 * deadlineMs, deadlineHalves * tookMs, []);
};
