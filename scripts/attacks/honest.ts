/**
 * The honest population beside the attacks: real proofs through the real service, which must all pass, and simulated
 * share counts, of which hardly any may fall short.
 */
import { minSharesFor } from '../../shared/domain/proof/difficulty.ts';
import { type AttackContext, type Evidence, outcomeOf } from './attack.ts';
import { type Attempt, attempts, reasonsOf } from './attempt.ts';
import { createHonestProver, slack, unhurried } from './bench-network.ts';
import { createPoisson, createRandom } from './draws.ts';

export interface HonestOutcome {
  readonly what: string;
  readonly evidence: Evidence;
  readonly proofs: number;
  readonly rejected: number;
  /** Verdict or code by which it was rejected, and how often. */
  readonly refused: Readonly<Record<string, number>>;
  /** Most of them that may be, 0..1. */
  readonly allowedRate: number;
  /** What the theory says of the rate; null where there is none. */
  readonly expectedRate: number | null;
  /** Other figures that the outcome rests on. */
  readonly facts: Readonly<Record<string, number>>;
}

/** Walk shares and fill shares that a card's proof is expected to have. */
const expectedShares = 1_024;
/** Between two measurements of how fast the machine is just now. */
const proofsPerCalibration = 4;

/** By deadlines that only a broken device misses: a shared machine is not always as fast as it was a second ago. */
const real = async ({ network }: AttackContext, proofs: number): Promise<HonestOutcome> => {
  const all: Attempt[] = [];
  let slow = 0;
  while (all.length < proofs) {
    const usual = await network.calibrate();
    const count = Math.min(proofsPerCalibration, proofs - all.length);
    const made = await attempts(network, unhurried, count, ({ spec }) => createHonestProver(spec));
    slow += made.filter(({ fillMs, walkMs }) => Math.max(fillMs / usual.fillMs, walkMs / usual.walkMs) > slack).length;
    all.push(...made);
  }
  const { tried, passed, refused } = outcomeOf({ way: '', evidence: 'service', mustFailFor: null }, reasonsOf(all));
  return {
    what: 'whole proofs',
    evidence: 'service',
    proofs: tried,
    rejected: tried - passed,
    refused,
    allowedRate: 0,
    expectedRate: null,
    facts: { [`slowerThan${slack}Times`]: slow },
  };
};

/** A proof has two counts, the fill's and the walk's, and either can fall short. */
const simulated = ({ draws, seed }: AttackContext): HonestOutcome => {
  const counts = createPoisson(expectedShares);
  const needed = minSharesFor(expectedShares);
  const random = createRandom(seed);
  let rejected = 0;
  for (let run = 0; run < draws; run += 1)
    if (counts.draw(random) < needed || counts.draw(random) < needed) rejected += 1;
  return {
    what: 'share counts of fill and walk',
    evidence: 'simulated',
    proofs: draws,
    rejected,
    refused: rejected === 0 ? {} : { too_few_shares: rejected },
    allowedRate: 1e-5,
    expectedRate: 1 - (1 - counts.below(needed)) ** 2,
    facts: {},
  };
};

export const honestPopulation = async (context: AttackContext, proofs: number): Promise<HonestOutcome[]> => [
  await real(context, proofs),
  simulated(context),
];

/** Few draws say nothing of a small rate: one rejection is let pass. */
export const isFair = ({ proofs, rejected, allowedRate }: HonestOutcome): boolean =>
  rejected <= Math.max(allowedRate * proofs, allowedRate === 0 ? 0 : 1);
