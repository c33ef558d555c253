/** A part of the lanes only, so that only a part of the shares is found: for real, and in simulated counts. */
import { minSharesFor } from '../../shared/domain/proof/difficulty.ts';
import { type Attack, type Outcome, outcomeOf } from './attack.ts';
import { attempts, reasonsOf } from './attempt.ts';
import { createHonestProver, unhurried } from './bench-network.ts';
import { createPoisson, createRandom } from './draws.ts';

const expectedShares = 1_024;
/** Less of the lanes must not pass; more is a matter of chance, and seen over weeks (shared/domain/patterns). */
const forbiddenShare = 0.7;
const shares = [0.95, 0.9, 0.8, forbiddenShare] as const;

const simulated = (share: number, draws: number, seed: number): Outcome => {
  const counts = createPoisson(share * expectedShares);
  const needed = minSharesFor(expectedShares);
  const random = createRandom(seed);
  let passed = 0;
  for (let run = 0; run < draws; run += 1) if (counts.draw(random) >= needed) passed += 1;
  return {
    ...outcomeOf(
      {
        way: `${100 * share} % of the lanes`,
        evidence: 'simulated',
        mustFailFor: share > forbiddenShare ? null : ['too_few_shares'],
      },
      [],
    ),
    tried: draws,
    passed,
    refused: draws > passed ? { too_few_shares: draws - passed } : {},
    expectedPassRate: 1 - counts.below(needed),
  };
};

export const skippedLanes: Attack = {
  name: 'skipped-lanes',
  tries: 'Walks a part of the lanes only and hopes that their shares are enough.',
  run: async ({ network, draws, seed }, times) => {
    const real = await attempts(network, unhurried, times, ({ spec }) =>
      createHonestProver({ ...spec, lanes: Math.round(spec.lanes * forbiddenShare) }),
    );
    const outcomes = [
      outcomeOf(
        { way: `${100 * forbiddenShare} % of the lanes`, evidence: 'service', mustFailFor: ['too_few_shares'] },
        reasonsOf(real),
      ),
    ];
    return [...outcomes, ...shares.map((share, at) => simulated(share, draws, seed + at))];
  },
};
