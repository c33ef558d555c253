/** Half of the memory, and what lies there in place of the other half. */
import { type Attack, outcomeOf } from './attack.ts';
import { attempts, reasonsOf, walkSlowdown } from './attempt.ts';
import { unhurried } from './bench-network.ts';
import { createPartProver } from './part-prover.ts';

export const halfMemoryJunk: Attack = {
  name: 'half-memory-junk',
  tries: 'Keeps half of the memory and reads some other item wherever one is missing.',
  run: async ({ network }, times) => {
    const honest = await network.calibrate();
    const all = await attempts(network, unhurried, times, ({ spec }) =>
      createPartProver(spec, 0.5, ({ count, read }) => (shard, item, out) => {
        read(shard, item % count, out);
        return 'read';
      }),
    );
    const slowdown = walkSlowdown(all, honest);
    const way = 'reads another item';
    return [outcomeOf({ way, evidence: 'service', mustFailFor: ['invalid_share'], slowdown }, reasonsOf(all))];
  },
};
