/** Answers on the real service: how they travel, and how each wrong one is told from the others. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Challenge, ProofVerdict, WalkShare } from '../../shared/contract/network/proofs.ts';
import { createCpuProver } from '../../shared/domain/proof/prove-cpu.ts';
import { challengeOf, type Joined, join, live } from './joined-device.ts';
import { emptyParts, type PlayNonces } from './play-device.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';

let network: PlayNetwork;
afterEach(() => network.close());

const begin = async (): Promise<Joined> => {
  network = await startPlayNetwork();
  return join(network);
};

/** An hour, in which the device is asked again. */
const liveOn = (joined: Joined): Promise<void> => live(network, [joined], 20);

describe('shares as bytes', () => {
  it('are the same proof as shares in a list, under the same signature', async () => {
    const joined = await begin();
    const challenge = await challengeOf(joined);
    expect(challenge.sharesAs).toBe('packed');
    const prover = createCpuProver(challenge.parts[0]?.spec as never, async () => undefined);
    const fillShares = await prover.fill();
    const parts = emptyParts(challenge).map((part) => ({ ...part, fillShares }));
    const nonces = (await joined.device.commit(challenge, parts, 'packed')).body.parts as PlayNonces;
    const walkShares = await prover.walk(nonces[0]?.nonce ?? '');
    const walks = [{ gpu: 0, walkShares }];
    const { body } = await joined.device.answer(challenge, parts, nonces, walks, 'packed');
    expect(body).toMatchObject({ verdict: 'passed', sharesFound: walkShares.length });
  });
});

describe('an answer to something else', () => {
  const proverOf = ({ parts }: Challenge) => createCpuProver(parts[0]?.spec as never, async () => undefined);
  type Prover = ReturnType<typeof proverOf>;

  /** @param walk told the nonce; @returns what the network says of it, and the nonce */
  const answerWith = async (
    { device }: Joined,
    challenge: Challenge,
    fill: Prover['fill'],
    walk: Prover['walk'],
  ): Promise<{ nonce: string; told: unknown[] }> => {
    const fillShares = await fill();
    const parts = emptyParts(challenge).map((part) => ({ ...part, fillShares }));
    const nonces = (await device.commit(challenge, parts)).body.parts as PlayNonces;
    const nonce = nonces[0]?.nonce ?? '';
    const { body } = await device.answer(challenge, parts, nonces, [{ gpu: 0, walkShares: await walk(nonce) }]);
    const [part] = (body as unknown as ProofVerdict).parts;
    return { nonce, told: [body.verdict, part?.detail] };
  };

  it('is told from one that is made up, each way by its own name', async () => {
    const joined = await begin();
    const first = await challengeOf(joined);
    const old = proverOf(first);
    const { nonce: oldNonce, told } = await answerWith(joined, first, old.fill, old.walk);
    expect(told).toEqual(['passed', null]);

    const next = async (): Promise<{ asked: Challenge; own: Prover }> => {
      await liveOn(joined);
      const asked = await challengeOf(joined);
      return { asked, own: proverOf(asked) };
    };
    const tried = async (way: (own: Prover) => [Prover['fill'], Prover['walk']]): Promise<unknown[]> => {
      const { asked, own } = await next();
      return (await answerWith(joined, asked, ...way(own))).told;
    };
    expect(await tried((own) => [own.fill, () => own.walk(oldNonce)])).toEqual(['replayed', 'other_nonce']);
    expect(await tried((own) => [own.fill, () => old.walk(oldNonce)])).toEqual(['replayed', 'other_challenge']);
    expect(await tried((own) => [own.fill, old.walk])).toEqual(['replayed', 'other_seed']);
    expect(await tried(() => [old.fill, old.walk])).toEqual(['replayed', 'other_seed']);
    expect(await tried((own) => [own.fill, () => own.walk('ab'.repeat(16))])).toEqual(['invalid_share', null]);
  });

  it('is told from one whose shares are twice there or nowhere', async () => {
    const joined = await begin();
    const twist = async (change: (shares: WalkShare[], lanes: number) => WalkShare[]): Promise<unknown[]> => {
      const asked = await challengeOf(joined);
      const own = proverOf(asked);
      const lanes = asked.parts[0]?.spec.lanes ?? 0;
      const { told } = await answerWith(joined, asked, own.fill, async (nonce) => change(await own.walk(nonce), lanes));
      await liveOn(joined);
      return told;
    };
    expect(await twist((shares) => [shares[0] as WalkShare, ...shares])).toEqual(['malformed', 'duplicate']);
    expect(await twist((shares) => shares.toReversed())).toEqual(['malformed', 'out_of_order']);
    expect(await twist((shares, lanes) => [...shares, { lane: lanes, digest: [0, 0, 0, 0] }])).toEqual([
      'malformed',
      'out_of_range',
    ]);
  });
});
