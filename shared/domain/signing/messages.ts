/** The texts, other than requests, that a key signs here. Each begins or is shaped so that it can be nothing else. */
import type { FillShare, ProofSpec, WalkShare } from '../../contract/network/proofs.ts';
import type { JobOffer } from '../../contract/network/session.ts';
import type { ParameterChange } from '../parameters/change.ts';
import { canonicalJson } from './canonical-json.ts';

/** What a device signs to open its session: bound to this network and to this one connection. */
export const sessionMessage = (authority: string, challenge: string): string =>
  `perigee-session-1\n${authority}\n${challenge}`;

/** What the network signs to make an offer: every field but the signature. */
export const offerMessage = ({
  signature: _,
  ...signed
}: Omit<JobOffer, 'signature'> & { signature?: string }): string => canonicalJson(signed);

/** What the network signs to vouch for an image. @param image by digest, registry written out */
export const imageMessage = (image: string): string => `perigee-image-1\n${image}`;

/** What the network and its validators sign to publish an hour. @param manifest the file of the manifest, to the byte */
export const releaseMessage = (manifest: string): string => `perigee-release-1\n${manifest}`;

/** Everything that was said in one challenge. */
export interface Transcript {
  challengeId: string;
  parts: readonly {
    gpu: number;
    spec: ProofSpec;
    fillShares: readonly FillShare[];
    nonce: string;
    walkShares: readonly WalkShare[];
  }[];
}

/** What a device signs with its answer, so that neither side can tell it differently later. */
export const transcriptMessage = ({ challengeId, parts }: Transcript): string =>
  `perigee-transcript-1\n${canonicalJson({
    challengeId,
    parts: parts.map(({ gpu, spec, fillShares, nonce, walkShares }) => ({ gpu, spec, fillShares, nonce, walkShares })),
  })}`;

/** What a key signs to become the owner of an account that a device made. */
export const ownerMessage = (accountId: string, ownerKey: string): string =>
  `perigee-owner-1\n${accountId}\n${ownerKey}`;

/**
 * What the network signs to tell an owner's server something.
 *
 * @param message.id  the same at every try
 * @param message.sentAt  of this try, in seconds since 1970 UTC
 * @param message.body  to the byte
 */
export const webhookMessage = (message: {
  readonly id: string;
  readonly sentAt: number;
  readonly body: string;
}): string => `perigee-webhook-1\n${message.id}\n${message.sentAt}\n${message.body}`;

/** What an operator, or the network after a vote, signs to announce a change of parameters: every field. */
export const parameterChangeMessage = (change: ParameterChange): string =>
  `perigee-parameter-change-1\n${canonicalJson(change)}`;

/**
 * What a wallet signs about an account's wallet: the key that is there, to agree to a change, and a new key, to show that
 * it can sign. Bound to the network, the account and the change's number, so that no change can be made twice.
 */
export const walletChangeMessage = (change: {
  readonly networkKey: string;
  readonly accountId: string;
  readonly number: number;
  readonly kind: 'wallet_key' | 'payout_address';
  readonly value: string;
}): string =>
  ['perigee-wallet-1', change.networkKey, change.accountId, change.number, change.kind, change.value].join('\n');

/** What a wallet signs to cancel a change of itself that it never agreed to. */
export const walletCancelMessage = (change: {
  readonly networkKey: string;
  readonly accountId: string;
  readonly changeId: string;
}): string => ['perigee-wallet-cancel-1', change.networkKey, change.accountId, change.changeId].join('\n');

/**
 * What a wallet signs to lock coins for its account's validator, or to ask all of them back. Bound to the network and to
 * one move, so that no signature moves anything twice.
 *
 * @param asked.amount  base units; `all` of a leave
 */
export const validatorMoveMessage = (asked: {
  readonly networkKey: string;
  readonly accountId: string;
  readonly move: 'stake' | 'leave';
  readonly amount: string;
  readonly moveId: string;
}): string =>
  ['perigee-validator-1', asked.networkKey, asked.accountId, asked.move, asked.amount, asked.moveId].join('\n');

/** An inference as it was asked and answered; bytes in hex. */
export interface ToldInference {
  readonly taskId: string;
  readonly model: string;
  readonly prompt: string;
  readonly count: number;
  readonly tokens: string;
  readonly digests: readonly string[];
}

/** What a device signs of an inference, with what it was asked, so that neither side can tell it differently later. */
export const inferenceMessage = ({ taskId, model, prompt, count, tokens, digests }: ToldInference): string =>
  `perigee-inference-result-1\n${canonicalJson({ taskId, model, prompt, count, tokens, digests })}`;

/** What a member of a committee signs: its finding in one matter, in one sitting. */
export const voteMessage = (vote: { committeeId: string; matterId: string; finding: string }): string =>
  `perigee-vote-1\n${vote.committeeId}\n${vote.matterId}\n${vote.finding}`;

/** What the network signs under everything that it keeps of a slash. @param sha256 of the bundle's text, hex */
export const bundleMessage = (sha256: string): string => `perigee-slash-bundle-1\n${sha256}`;
