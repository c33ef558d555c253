/** Some shares that nobody walked for, among right ones: against the real verifier, and in simulated samples. */
import type { WalkShare } from '../../shared/contract/network/proofs.ts';
import { createVerifier } from '../../shared/domain/proof/verify.ts';
import { type Attack, type AttackContext, type Outcome, outcomeOf } from './attack.ts';
import { attempts, reasonsOf } from './attempt.ts';
import { createHonestProver, unhurried } from './bench-network.ts';
import { createHypergeometric, createRandom } from './draws.ts';

/** As network/service/proofs/verifying.ts takes them. */
const sampled = 64;
const expectedShares = 1_024;
const parts = [0.05, 0.1, 0.2] as const;
/** Through the service so many are made up that no sample misses them. */
const boldPart = 0.5;
/** Verifications for each real try through the service: one costs a fraction of a proof. */
const verificationsPerTry = 20;

/** @returns as many shares, evenly spread ones of them invented */
const withMadeUp = (shares: readonly WalkShare[], part: number): WalkShare[] =>
  shares.map((right, at) =>
    Math.floor((at + 1) * part) > Math.floor(at * part) ? { ...right, digest: [right.digest[0], 1, 2, 3] } : right,
  );

const wayOf = (part: number): string => `${100 * part} % made up`;
const passRate = (part: number): number => (1 - part) ** sampled;

/** The verifier draws its own samples of one answer; one wrong share or two it calls bad memory. */
const verified = async ({ network, arithmetic, seed }: AttackContext, verifications: number): Promise<Outcome[]> => {
  const { spec, session } = await network.ask(unhurried);
  session.close();
  const nonce = 'b1'.repeat(16);
  const prover = createHonestProver(spec);
  await prover.fill();
  const right = await prover.walk(nonce);
  const verifier = createVerifier(arithmetic);
  const random = createRandom(seed);
  return parts.map((part) => {
    const shares = withMadeUp(right, part);
    const judge = () => verifier.walk(spec, nonce, shares, { sample: sampled, random }).verdict;
    return outcomeOf(
      { way: wayOf(part), evidence: 'rules', mustFailFor: null, expectedPassRate: passRate(part) },
      Array.from({ length: verifications }, judge),
    );
  });
};

const simulated = ({ draws, seed }: AttackContext, part: number): Outcome => {
  const random = createRandom(seed);
  const wrongShares = createHypergeometric(expectedShares, Math.round(part * expectedShares), sampled);
  const found = { passed: 0, bad_memory: 0, invalid_share: 0 };
  for (let run = 0; run < draws; run += 1) {
    const wrong = wrongShares.draw(random);
    found[wrong === 0 ? 'passed' : wrong <= sampled / 32 ? 'bad_memory' : 'invalid_share'] += 1;
  }
  const { passed, ...refused } = found;
  const said = {
    way: wayOf(part),
    evidence: 'simulated',
    mustFailFor: null,
    expectedPassRate: passRate(part),
  } as const;
  return { ...outcomeOf(said, []), tried: draws, passed, refused };
};

export const madeUpShares: Attack = {
  name: 'made-up-shares',
  tries: 'Makes up a part of its shares and hopes that the sample misses them.',
  run: async (context, times) => {
    const bold = await attempts(context.network, unhurried, times, ({ spec }) => {
      const honest = createHonestProver(spec);
      return { fill: () => honest.fill(), walk: async (nonce) => withMadeUp(await honest.walk(nonce), boldPart) };
    });
    return [
      outcomeOf({ way: wayOf(boldPart), evidence: 'service', mustFailFor: ['invalid_share'] }, reasonsOf(bold)),
      ...(await verified(context, times * verificationsPerTry)),
      ...parts.map((part) => simulated(context, part)),
    ];
  },
};
