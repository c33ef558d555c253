/**
 * A part of the memory in a slower one, as a card spills to its host's. The slow memory is simulated on this machine:
 * each of its reads really does the work of many.
 */
import type { ProofSpec } from '../../shared/contract/network/proofs.ts';
import { createItemWriter, itemsPerShard, itemWords } from '../../shared/domain/proof/item.ts';
import { createWalker } from '../../shared/domain/proof/walk.ts';
import { type Attack, outcomeOf } from './attack.ts';
import { attempts, type Prover, reasonsOf, walkSlowdown } from './attempt.ts';
import { onWalkAlone } from './bench-network.ts';
import { createPartProver } from './part-prover.ts';

/** Half of an RTX 4090's 1,008 GB/s at random reads, over the 31.5 GB/s of its PCIe 4.0 x16. */
const slowerTimes = 16;
/** What the start and the end of a walk cost, in reads. */
const walkOverheadReads = 2;

const createSpillingProver = (spec: ProofSpec, heldShare: number): Prover => {
  const writeItem = createItemWriter(spec.seed, spec.rounds);
  const items = itemsPerShard(spec);
  const host = new Int32Array(spec.shards * items * itemWords);
  for (let shard = 0; shard < spec.shards; shard += 1)
    for (let item = 0; item < items; item += 1) writeItem(shard, item, host, (shard * items + item) * itemWords);

  return createPartProver(spec, heldShare, ({ count, read }, nonceWords) => {
    const detour = createWalker(
      { ...spec, shards: 1, steps: slowerTimes - 1 - walkOverheadReads },
      nonceWords,
      (shard, item, out) => read(shard, item % count, out),
    );
    return (shard, item, out) => {
      detour(item);
      const start = (shard * items + item) * itemWords;
      for (let word = 0; word < itemWords; word += 1) out[word] = host[start + word] as number;
      return 'read';
    };
  });
};

export const spillToHost: Attack = {
  name: 'spill-to-host',
  tries: `Keeps a part of the memory in one that is ${slowerTimes} times slower (a simulation on this machine).`,
  run: async ({ network }, times) => {
    const outcomes = [];
    for (const heldShare of [0.5, 0.9]) {
      const honest = await network.calibrate();
      const all = await attempts(network, onWalkAlone(honest), times, ({ spec }) =>
        createSpillingProver(spec, heldShare),
      );
      outcomes.push(
        outcomeOf(
          {
            way: `${Math.round(100 * (1 - heldShare))} % spilled`,
            evidence: 'service',
            mustFailFor: ['CHALLENGE_LATE'],
            slowdown: walkSlowdown(all, honest),
            facts: { slowdownExpected: heldShare + (1 - heldShare) * slowerTimes },
          },
          reasonsOf(all),
        ),
      );
    }
    return outcomes;
  },
};
