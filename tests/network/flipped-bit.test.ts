/** One flipped bit in filled memory: lanes that cross it are wrong, all others right, and the verdict is failing memory. */
import { describe, expect, it } from 'vitest';
import type { ProofVerdict } from '../../shared/contract/network/proofs.ts';
import { specFor } from '../../shared/domain/proof/difficulty.ts';
import { referenceRecompute } from '../../shared/domain/proof/recompute.ts';
import { verifyFill, verifyWalk } from '../../shared/domain/proof/verify.ts';
import { createFlippedBitProver } from '../fakes/flipped-bit-prover.ts';
import { challengeOf, join } from './joined-device.ts';
import { emptyParts, type PlayNonces } from './play-device.ts';
import { smallTask, startPlayNetwork } from './play-network.ts';

/** So few shares that the network's sample of 64 is all of them: the one that is wrong cannot be missed. */
const difficulty = { ...smallTask.difficulty, expectedShares: 40 };

describe('one flipped bit', () => {
  const nonce = '3c'.repeat(16);

  it.each(['00', '5a', 'f1'])('is seen in the lanes that cross it and in no other, seed %s', (byte) => {
    const spec = specFor({ ...difficulty, coverBytes: 2 * 2 ** 20, seed: byte.repeat(32) });
    const prover = createFlippedBitProver(spec);
    const { crossing, digests, walkShares } = prover.walk(nonce);
    const truth = referenceRecompute.digests(
      spec,
      nonce,
      digests.map((_, lane) => lane),
    );
    const wrong = digests.flatMap((digest, lane) => (digest.join() === truth[lane]?.join() ? [] : [lane]));
    expect(wrong).toEqual([...crossing].toSorted((a, b) => a - b));
    expect(wrong.length).toBeGreaterThan(0);
    expect(wrong.length).toBeLessThan(spec.lanes / 100);

    const all = { sample: walkShares.length, random: Math.random };
    expect(verifyFill(spec, prover.fill(), all).verdict).toBe('passed');
    expect(verifyWalk(spec, nonce, walkShares, all)).toMatchObject({
      verdict: 'bad_memory',
      checked: walkShares.length,
      wrong: 1,
    });
  });

  it('is called bad memory by the network', async () => {
    const network = await startPlayNetwork({ tasksFor: () => [{ ...smallTask, difficulty }] });
    try {
      const joined = await join(network);
      const { device } = joined;
      const challenge = await challengeOf(joined);
      const [asked] = challenge.parts;
      if (asked === undefined) throw new Error('a challenge without a part');
      const prover = createFlippedBitProver(asked.spec);
      const parts = emptyParts(challenge).map((part) => ({ ...part, fillShares: prover.fill() }));
      const nonces = (await device.commit(challenge, parts)).body.parts as PlayNonces;
      const { walkShares } = prover.walk(nonces[0]?.nonce ?? '');
      const { body } = await device.answer(challenge, parts, nonces, [{ gpu: 0, walkShares }]);
      const [part] = (body as unknown as ProofVerdict).parts;
      expect([body.verdict, part?.sharesWrong]).toEqual(['bad_memory', 1]);
    } finally {
      await network.close();
    }
  });
});
