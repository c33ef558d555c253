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

/** What an operator, or the network after a vote, signs to announce a change of parameters: every field. */
export const parameterChangeMessage = (change: ParameterChange): string =>
  `perigee-parameter-change-1\n${canonicalJson(change)}`;
