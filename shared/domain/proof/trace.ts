/**
 * What wrong shares are right for: another seed or nonce that the same device was given. A match of one share is no
 * chance, since a digest has 128 bits. Pure.
 */
import type { FillShare, ProofSpec, VerdictDetail, WalkShare } from '../../contract/network/proofs.ts';
import type { Recompute } from './recompute.ts';

/** Something that the device was asked, at another time or of another card. */
export interface AskedBefore {
  readonly spec: ProofSpec;
  /** null: none was given. */
  readonly nonce: string | null;
  /** Another card of the challenge that is judged. */
  readonly isOtherCard: boolean;
}

/** Shares that are looked at until one is wrong: most of a replayed answer's are. */
const lookedAt = 4;

/**
 * @param part as it was asked and answered; well formed, with wrong shares
 * @param asked the likeliest first; each costs as much as a few shares
 * @returns null: right for nothing that is known here
 */
export const traceOf = (
  recompute: Recompute,
  part: {
    readonly spec: ProofSpec;
    readonly nonce: string;
    readonly fillShares: readonly FillShare[];
    readonly walkShares: readonly WalkShare[];
  },
  asked: readonly AskedBefore[],
): VerdictDetail | null => {
  const isFill = (spec: ProofSpec, share: FillShare): boolean => recompute.firstWords(spec, [share])[0] === share.word;
  const isWalk = (spec: ProofSpec, nonce: string | null, { lane, digest }: WalkShare): boolean =>
    nonce !== null && recompute.digests(spec, nonce, [lane])[0]?.every((word, at) => word === digest[at]) === true;
  const spread = <T>(shares: readonly T[]): T[] =>
    Array.from({ length: Math.min(lookedAt, shares.length) }, (_, at) => {
      const place = Math.floor(((at + 0.5) * shares.length) / lookedAt);
      return shares[Math.min(place, shares.length - 1)] as T;
    });
  const fill = spread(part.fillShares).find((share) => !isFill(part.spec, share));
  const walk = spread(part.walkShares).find((share) => !isWalk(part.spec, part.nonce, share));

  const detailBy = ({ spec, nonce, isOtherCard }: AskedBefore): VerdictDetail | null => {
    const isOtherChallenge = walk !== undefined && isWalk(spec, nonce, walk);
    const isOtherNonce = walk !== undefined && isWalk(part.spec, nonce, walk);
    const isOtherSeed =
      (walk !== undefined && isWalk(spec, part.nonce, walk)) || (fill !== undefined && isFill(spec, fill));
    if (isOtherCard && (isOtherChallenge || isOtherNonce || isOtherSeed)) return 'other_card';
    if (isOtherChallenge) return 'other_challenge';
    if (isOtherNonce) return 'other_nonce';
    return isOtherSeed ? 'other_seed' : null;
  };
  for (const each of asked) {
    const detail = detailBy(each);
    if (detail !== null) return detail;
  }
  return null;
};
