/** Shares as they came over the wire, list or base64, as lists. The contract has seen to it that either is well formed. */
import type { FillShare, WalkShare } from '../../../shared/contract/network/proofs.ts';
import { unpackFillShares, unpackWalkShares } from '../../../shared/domain/proof/packing.ts';

const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'base64');

export const withFillShares = <T extends { fillShares: FillShare[] | string }>(part: T) => ({
  ...part,
  fillShares: typeof part.fillShares === 'string' ? unpackFillShares(bytesOf(part.fillShares)) : part.fillShares,
});

export const withWalkShares = <T extends { walkShares: WalkShare[] | string }>(part: T) => ({
  ...part,
  walkShares: typeof part.walkShares === 'string' ? unpackWalkShares(bytesOf(part.walkShares)) : part.walkShares,
});
