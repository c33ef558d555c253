/** Right shares in a shape that would count one of them twice, or count what does not exist. */
import type { FillShare, ProofSpec, VerdictDetail, WalkShare } from '../../shared/contract/network/proofs.ts';
import { type Attack, outcomeOf } from './attack.ts';
import { attempts, reasonsOf } from './attempt.ts';
import { createHonestProver, unhurried } from './bench-network.ts';

interface Twist {
  readonly way: string;
  readonly detail: VerdictDetail;
  fill?(shares: FillShare[], spec: ProofSpec): FillShare[];
  walk?(shares: WalkShare[], spec: ProofSpec): WalkShare[];
}

const doubled = <T>(shares: readonly T[]): T[] => shares.flatMap((share, at) => (at === 0 ? [share, share] : [share]));
const swapped = <T>([first, second, ...rest]: readonly T[]): T[] => [second, first, ...rest] as T[];

const twists: readonly Twist[] = [
  { way: 'a walk share twice', detail: 'duplicate', walk: doubled },
  { way: 'walk shares out of order', detail: 'out_of_order', walk: swapped },
  {
    way: 'a lane beyond the last',
    detail: 'out_of_range',
    walk: (shares, { lanes }) => [...shares, { lane: lanes, digest: [0, 0, 0, 0] }],
  },
  { way: 'a fill share twice', detail: 'duplicate', fill: doubled },
  { way: 'fill shares out of order', detail: 'out_of_order', fill: swapped },
  {
    way: 'a shard beyond the last',
    detail: 'out_of_range',
    fill: (shares, { shards }) => [...shares, { shard: shards, item: 0, word: 0 }],
  },
];

export const malformedShares: Attack = {
  name: 'malformed-shares',
  tries: 'Sends right shares twice, out of order, or with one of a place that does not exist.',
  run: async ({ network }, times) => {
    const outcomes = [];
    for (const { way, detail, fill, walk } of twists) {
      const all = await attempts(network, unhurried, times, ({ spec }) => {
        const honest = createHonestProver(spec);
        return {
          fill: async () => fill?.(await honest.fill(), spec) ?? honest.fill(),
          walk: async (nonce) => walk?.(await honest.walk(nonce), spec) ?? honest.walk(nonce),
        };
      });
      outcomes.push(outcomeOf({ way, evidence: 'service', mustFailFor: [`malformed: ${detail}`] }, reasonsOf(all)));
    }
    return outcomes;
  },
};
