/** A whole and honest proof, of a seed that was not asked for. */
import { type Attack, outcomeOf } from './attack.ts';
import { attempts, reasonsOf } from './attempt.ts';
import { createHonestProver, unhurried } from './bench-network.ts';

export const wrongSeed: Attack = {
  name: 'wrong-seed',
  tries: 'Fills and walks honestly, with a seed of its own in place of the one that it was given.',
  run: async ({ network }, times) => {
    const all = await attempts(network, unhurried, times, ({ spec }) =>
      createHonestProver({ ...spec, seed: '5e'.repeat(32) }),
    );
    return [
      outcomeOf({ way: 'a seed of its own', evidence: 'service', mustFailFor: ['invalid_share'] }, reasonsOf(all)),
    ];
  },
};
