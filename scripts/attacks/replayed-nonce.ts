/** What was right once, said again: the same commitment, answer and request, and a walk for another challenge's nonce. */
import { type Attack, outcomeOf } from './attack.ts';
import { attempt, commitTo, reasonOf } from './attempt.ts';
import { type BenchNetwork, createHonestProver, unhurried } from './bench-network.ts';

interface Replays {
  readonly commitment: string;
  readonly answer: string;
  readonly request: string;
  readonly otherChallenge: string;
  readonly otherNonce: string;
}

const replay = async (network: BenchNetwork): Promise<Replays> => {
  const first = await network.ask(unhurried);
  const { device, challenge } = first;
  const prover = createHonestProver(first.spec);
  const committed = await commitTo(first, await prover.fill());
  if ('refusal' in committed) throw new Error(`an honest fill was refused: ${committed.refusal}`);
  const { parts, nonces } = committed;
  const commitment = reasonOf(await device.commit(challenge, parts));
  const firstNonce = nonces[0]?.nonce ?? '';
  const walkShares = await prover.walk(firstNonce);
  const walks = [{ gpu: 0, walkShares }];
  const right = reasonOf(await device.answer(challenge, parts, nonces, walks));
  if (right !== 'passed') throw new Error(`an honest proof was refused: ${right}`);
  const answer = reasonOf(await device.answer(challenge, parts, nonces, walks));
  const signed = device.partsOf('GET', '/v1/devices/me');
  const headers = device.headersFor(signed);
  await device.send(signed, headers);
  const request = reasonOf(await device.send(signed, headers));

  const next = await network.askAgain(first);
  const honest = createHonestProver(next.spec);
  const walked = await attempt(network, next, { fill: () => honest.fill(), walk: async () => walkShares });

  const third = await network.askAgain(first);
  const again = createHonestProver(third.spec);
  const renonced = await attempt(network, third, { fill: () => again.fill(), walk: () => again.walk(firstNonce) });
  first.session.close();
  return { commitment, answer, request, otherChallenge: walked.reason, otherNonce: renonced.reason };
};

export const replayedNonce: Attack = {
  name: 'replayed-nonce',
  tries: 'Says again what was right once, and answers one challenge with the walk of another.',
  run: async ({ network }, times) => {
    const all: Replays[] = [];
    for (let run = 0; run < times; run += 1) all.push(await replay(network));
    const tried = (way: string, reason: string, pick: (replays: Replays) => string) =>
      outcomeOf({ way, evidence: 'service', mustFailFor: [reason] }, all.map(pick));
    return [
      tried('a second commitment', 'CHALLENGE_SPENT', ({ commitment }) => commitment),
      tried('a second answer', 'CHALLENGE_SPENT', ({ answer }) => answer),
      tried('the same signed request', 'REPLAYED', ({ request }) => request),
      tried('the walk of a challenge before', 'replayed: other_challenge', ({ otherChallenge }) => otherChallenge),
      tried('the nonce of a challenge before', 'replayed: other_nonce', ({ otherNonce }) => otherNonce),
    ];
  },
};
