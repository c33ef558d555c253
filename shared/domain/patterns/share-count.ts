/**
 * Too few shares, or too many, again and again. One proof with a share of the work left out may pass its threshold;
 * the sum over many does not: the counts of an honest device are Poisson, so their sum has a known spread.
 */
import type { Verdict } from '../../contract/network/proofs.ts';
import type { Anomaly } from './anomaly.ts';
import type { DeviceTrace } from './device-trace.ts';
import { findingOf, onScale } from './finding.ts';

/** Standard deviations: honest devices come here once in 15,000, and there once in 10^11. */
const oddFrom = 4;
const oddestFrom = 6.8;
const mostScore = 0.97;
/** Fewer say nothing, and an expectation that was rounded weighs too much in smaller ones. */
const leastExpected = 64;

const countedAll: readonly Verdict[] = ['passed', 'bad_memory', 'too_few_shares', 'too_fast'];

export const shareCount = ({ records }: Pick<DeviceTrace, 'records'>): Anomaly | null => {
  const counted = records.filter(
    ({ verdict, sharesExpected }) => countedAll.includes(verdict) && sharesExpected >= leastExpected,
  );
  if (counted.length === 0) return null;
  const found = counted.reduce((sum, record) => sum + record.sharesFound, 0);
  const expected = counted.reduce((sum, record) => sum + record.sharesExpected, 0);
  const z = (found - expected) / Math.sqrt(expected);
  return findingOf('share_count', onScale(Math.abs(z), oddFrom, oddestFrom, mostScore), {
    z,
    sharesFound: found,
    sharesExpected: expected,
    proofs: counted.length,
  });
};
