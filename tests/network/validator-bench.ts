/** Validators by hand: accounts with a wallet that lock coins, judge and sign releases through the contract alone. */
import { randomUUID } from 'node:crypto';
import type { ValidatorStanding } from '../../shared/contract/network/validators.ts';
import type { Answer } from './play-key.ts';
import type { PlayNetwork } from './play-network.ts';
import { createPlayOwner, type PlayOwner } from './play-owner.ts';

export const io = (whole: bigint): bigint => whole * 100_000_000n;

export interface PlayValidator extends PlayOwner {
  readonly accountId: string;
}

/** An account with a wallet, at the level that reviewers gave it; how they come to it is tried where compliance is. */
export const openValidator = async (network: PlayNetwork, complianceLevel = 2): Promise<PlayValidator> => {
  const owner = createPlayOwner(network.running.url, network.clock.now);
  const accountId = (await owner.key.ok('POST', '/v1/accounts', { name: 'validator' })).id as string;
  await owner.name({ kind: 'wallet_key' });
  const { db } = network.running.network;
  await db.updateTable('accounts').set({ complianceLevel }).where('id', '=', accountId).execute();
  return { ...owner, accountId };
};

const signedMove = async (
  { key, wallet, accountId }: PlayValidator,
  move: { readonly kind: 'stake' | 'leave'; readonly amount: string; readonly moveId: string },
  by = wallet,
): Promise<string> => {
  const { parameters } = (await key.ok('GET', '/v1/parameters')) as { parameters: { networkKey: string } };
  return by.signText(
    ['perigee-validator-1', parameters.networkKey, accountId, move.kind, move.amount, move.moveId].join('\n'),
  );
};

/** @param more.signedFor  the amount that the wallet signs; the one that is asked by default */
export const stakeValidator = async (
  validator: PlayValidator,
  amount: bigint,
  more: { moveId?: string; signedFor?: bigint } = {},
): Promise<Answer> => {
  const { moveId = randomUUID(), signedFor = amount } = more;
  const signature = await signedMove(validator, { kind: 'stake', amount: signedFor.toString(), moveId });
  return validator.key.ask('POST', '/v1/validators', { amount: amount.toString(), moveId, signature });
};

export const leaveValidator = async (validator: PlayValidator): Promise<Answer> => {
  const moveId = randomUUID();
  const signature = await signedMove(validator, { kind: 'leave', amount: 'all', moveId });
  return validator.key.ask('POST', '/v1/validators/me/leave', { moveId, signature });
};

export const standingOf = async ({ key }: PlayValidator): Promise<ValidatorStanding> =>
  (await key.ok('GET', '/v1/validators/me')) as unknown as ValidatorStanding;

export interface Sitting {
  readonly committeeId: string;
  readonly matter: { readonly matterId: string };
}

export const sittingsOf = async ({ key }: PlayValidator): Promise<Sitting[]> =>
  (await key.ok('GET', '/v1/accounts/me/committees')).committees as Sitting[];

export const voteAs = (
  { key }: PlayValidator,
  { committeeId, matter: { matterId } }: Sitting,
  finding: string,
): Promise<Answer> =>
  key.ask('POST', `/v1/committees/${committeeId}/votes`, {
    finding,
    signature: key.signText(`perigee-vote-1\n${committeeId}\n${matterId}\n${finding}`),
  });
