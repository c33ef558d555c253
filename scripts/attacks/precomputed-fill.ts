/** Memory that was filled before the seed was known. */
import { type Attack, outcomeOf } from './attack.ts';
import { attempt } from './attempt.ts';
import { createHonestProver, unhurried } from './bench-network.ts';

export const precomputedFill: Attack = {
  name: 'precomputed-fill',
  tries: 'Keeps the memory of its last challenge and answers the next one from it, without filling anew.',
  run: async ({ network }, times) => {
    const kept: string[] = [];
    const halfKept: string[] = [];
    for (let run = 0; run < times; run += 1) {
      const first = await network.ask(unhurried);
      const old = createHonestProver(first.spec);
      const oldFill = await old.fill();
      const asked = await network.askAgain(first);
      const walk = (nonce: string) => old.walk(nonce);
      kept.push((await attempt(network, asked, { fill: async () => oldFill, walk })).reason);

      const again = await network.askAgain(first);
      const honest = createHonestProver(again.spec);
      halfKept.push((await attempt(network, again, { fill: () => honest.fill(), walk })).reason);
      first.session.close();
    }
    const mustFailFor = ['replayed: other_seed'];
    return [
      outcomeOf({ way: 'the last fill and its memory', evidence: 'service', mustFailFor }, kept),
      outcomeOf({ way: 'a right fill, walked over the last memory', evidence: 'service', mustFailFor }, halfKept),
    ];
  },
};
