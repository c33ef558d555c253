/**
 * Draws by lot that anybody can repeat: who judges a matter, and which jobs are looked at again. The lot follows from
 * what is public; nobody chooses it.
 * Source: the network's rule set, section (h).
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { wholeBps } from '../amounts/bps.ts';

const hashBytes = 32;

/**
 * SHA-256(previous manifest hash ‖ epoch ‖ job): the 32 bytes of the hash, the epoch as 8 bytes with the highest first,
 * then the job's id in UTF-8.
 *
 * @param lot.previousManifestHash  hexadecimal, of the newest release that came out after the matter had ended: one that
 *   was known before would tell a supplier which of its jobs are looked at
 * @param lot.epoch  of that release
 * @param lot.matter  id of the job, or of the report or slash that is judged
 * @throws when the hash is no 32 bytes or the epoch no whole number from 0
 */
export const drawSeed = (lot: {
  readonly previousManifestHash: string;
  readonly epoch: number;
  readonly matter: string;
}): Uint8Array => {
  const manifest = hexToBytes(lot.previousManifestHash);
  if (manifest.length !== hashBytes) throw new RangeError(`manifest hash of ${manifest.length} bytes`);
  if (!Number.isSafeInteger(lot.epoch) || lot.epoch < 0) throw new RangeError(`epoch: ${lot.epoch}`);
  const epoch = new Uint8Array(8);
  new DataView(epoch.buffer).setBigUint64(0, BigInt(lot.epoch));
  return sha256(concatBytes(manifest, epoch, utf8ToBytes(lot.matter)));
};

/**
 * Whether an inference is one of those that validators compute again.
 *
 * @param sampleBps  share of all that are, from the record in force
 */
export const isSampled = (seed: Uint8Array, sampleBps: number): boolean =>
  new DataView(seed.buffer, seed.byteOffset, seed.byteLength).getBigUint64(0) * BigInt(wholeBps) <
  BigInt(sampleBps) * 2n ** 64n;

export const committeeSize = 3;

/**
 * The three who judge: of those who may, the ones whose SHA-256(seed ‖ id) is lowest. The order of the candidates changes
 * nothing, and one more candidate takes one seat at most.
 *
 * @param candidateIds  accounts of validators that are seated and not banned
 * @param excluded  accounts related to a party of the matter, and for an appeal those who voted before
 * @returns in the order of the lot; null when fewer than three are left
 */
export const drawCommittee = (
  seed: Uint8Array,
  candidateIds: readonly string[],
  excluded: ReadonlySet<string>,
): readonly string[] | null => {
  const lots = [...new Set(candidateIds)]
    .filter((id) => !excluded.has(id))
    .map((id) => ({ id, lot: bytesToHex(sha256(concatBytes(seed, utf8ToBytes(id)))) }))
    .toSorted((left, right) => (left.lot < right.lot ? -1 : 1));
  return lots.length < committeeSize ? null : lots.slice(0, committeeSize).map(({ id }) => id);
};
