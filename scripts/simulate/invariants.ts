/** Every invariant of the network's rules that a state shows, after every hour. It changes nothing. */
import type { Economy } from './economy.ts';
import { createCoinChecks } from './invariants/coins.ts';
import { createInspector } from './invariants/inspector.ts';
import { checkJobs } from './invariants/jobs.ts';
import { checkRewards } from './invariants/rewards.ts';
import { checkSamples } from './invariants/samples.ts';
import { createSlashChecks } from './invariants/slashes.ts';
import { createStakeChecks } from './invariants/stakes.ts';
import type { Place } from './ledger.ts';

export interface Invariants {
  /**
   * Looks at an economy after `runHour`. Must see every hour.
   *
   * @returns the coins by place, counted anew
   * @throws InvariantBroken at the first that does not hold
   */
  check(economy: Economy): Readonly<Record<Place, bigint>>;
  /** Looks so far by invariant. */
  counts(): ReadonlyMap<number, number>;
}

export const createInvariants = (): Invariants => {
  const inspector = createInspector();
  const checkCoins = createCoinChecks();
  const checkStakes = createStakeChecks();
  const checkSlashes = createSlashChecks();
  return {
    check: (economy) => {
      inspector.enter(economy.hour - 1);
      const sums = checkCoins(economy, inspector);
      checkRewards(economy, inspector);
      checkSamples(economy, inspector);
      checkStakes(economy, inspector);
      checkSlashes(economy, inspector);
      checkJobs(economy, inspector);
      return sums;
    },
    counts: () => inspector.counts(),
  };
};
