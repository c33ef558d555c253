/** Less than the whole memory, and no lane that needs the rest: half of it, and nearly all of it. */
import { type Attack, outcomeOf } from './attack.ts';
import { attempts, reasonsOf } from './attempt.ts';
import { unhurried } from './bench-network.ts';
import { createPartProver } from './part-prover.ts';

const skipping = (name: string, heldShare: number, tries: string): Attack => ({
  name,
  tries,
  run: async ({ network }, times) => {
    const all = await attempts(network, unhurried, times, ({ spec }) =>
      createPartProver(spec, heldShare, () => () => 'give_up'),
    );
    const way = `${heldShare * 100} % held`;
    // Of L reads each finds its item with the held share alone.
    const facts = { lanesThatFinish: heldShare ** 64 };
    return [outcomeOf({ way, evidence: 'service', mustFailFor: ['too_few_shares'], facts }, reasonsOf(all))];
  },
});

export const halfMemorySkip = skipping(
  'half-memory-skip',
  0.5,
  'Keeps half of the memory and gives up every lane that needs the other half.',
);
export const mostMemorySkip = skipping(
  'most-memory-skip',
  0.95,
  'Keeps 95 % of the memory and gives up every lane that needs the rest.',
);
