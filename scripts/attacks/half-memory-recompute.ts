/** Half of the memory, and each missing item computed anew whenever it is read. */
import { createItemWriter } from '../../shared/domain/proof/item.ts';
import { type Attack, outcomeOf } from './attack.ts';
import { attempts, reasonsOf, walkSlowdown } from './attempt.ts';
import { onWalkAlone } from './bench-network.ts';
import { createPartProver } from './part-prover.ts';

export const halfMemoryRecompute: Attack = {
  name: 'half-memory-recompute',
  tries: 'Keeps half of the memory and computes each missing item again when a lane reads it.',
  run: async ({ network }, times) => {
    const honest = await network.calibrate();
    const all = await attempts(network, onWalkAlone(honest), times, ({ spec }) => {
      const writeItem = createItemWriter(spec.seed, spec.rounds);
      return createPartProver(spec, 0.5, () => (shard, item, out) => {
        writeItem(shard, item, out, 0);
        return 'read';
      });
    });
    const slowdown = walkSlowdown(all, honest);
    const way = 'computes what is missing';
    return [outcomeOf({ way, evidence: 'service', mustFailFor: ['CHALLENGE_LATE'], slowdown }, reasonsOf(all))];
  },
};
