/**
 * Which devices a job may be offered to, and in which order. Pure: it knows no session and no table, and the order in
 * which devices are listed never changes a result.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { deviceStates, HardwareClaim } from '../../contract/network/devices.ts';
import { cardsOf } from '../hardware/claim.ts';
import { type TierName, tierLevel, tierOpens } from '../tiers/tier.ts';
import type { JobKind } from './members.ts';

/** What a renter asks of each device; null: anything will do. */
export interface Wish {
  readonly jobId: string;
  readonly renterId: string;
  readonly kind: JobKind;
  readonly className: string | null;
  /** Of each card. */
  readonly minVramBytes: number | null;
  /** Cards that the job is given. */
  readonly gpus: number;
  readonly minTier: TierName | null;
}

export interface Candidate {
  readonly id: string;
  readonly accountId: string;
  readonly state: (typeof deviceStates)[number];
  /** An offer is out to it, or a job is its. */
  readonly isLeased: boolean;
  readonly claim: HardwareClaim;
}

/** `own`: being hired spares proofs, which nobody may arrange for a device of their own. */
export type Mismatch = 'not_ready' | 'leased' | 'own' | 'class' | 'memory' | 'cards' | 'tier';

/** What the device itself stands in the way with, whatever its tier. @returns null: nothing */
export const deviceMismatch = (wish: Wish, candidate: Candidate): Exclude<Mismatch, 'tier'> | null => {
  const { minVramBytes, gpus } = wish;
  const { kind, isSoftware, count } = candidate.claim;
  if (candidate.state !== 'ready') return 'not_ready';
  if (candidate.isLeased) return 'leased';
  if (candidate.accountId === wish.renterId) return 'own';
  if (wish.className !== null && candidate.claim.class !== wish.className) return 'class';
  const isLarge = cardsOf(candidate.claim).every(({ vramBytes }) => (vramBytes ?? 0) >= (minVramBytes ?? 0));
  if (!isLarge) return 'memory';
  return gpus === 0 || (kind === 'gpu' && !isSoftware && count >= gpus) ? null : 'cards';
};

/** Whether a tier opens this kind of job, and is what the renter asked for at least. */
export const isTierEnough = ({ kind, minTier }: Wish, tier: TierName): boolean =>
  tierOpens(tier, kind === 'cluster' ? 'clusters' : 'public_jobs') &&
  tierLevel(tier) >= tierLevel(minTier ?? 'unranked');

/** Another one for each job, so that of equal devices none is always the first. */
const placeOf = (jobId: string, deviceId: string): string => bytesToHex(sha256(utf8ToBytes(`${jobId}\n${deviceId}`)));

/** By lot alone. */
export const inLotOrder = (jobId: string, deviceIds: readonly string[]): string[] =>
  deviceIds
    .map((id) => ({ id, place: placeOf(jobId, id) }))
    .toSorted((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ id }) => id);

/** The highest tier first, then the best quality, then by lot. */
export const inOfferOrder = <Ranked extends { id: string; tier: TierName; qualityBps: number }>(
  jobId: string,
  ranked: readonly Ranked[],
): Ranked[] =>
  ranked
    .map((each) => ({ each, place: placeOf(jobId, each.id) }))
    .toSorted(
      (a, b) =>
        tierLevel(b.each.tier) - tierLevel(a.each.tier) ||
        b.each.qualityBps - a.each.qualityBps ||
        (a.place < b.place ? -1 : 1),
    )
    .map(({ each }) => each);
