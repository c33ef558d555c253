/**
 * Shares as bytes, a third of their JSON. Little-endian, one after the other, in their order:
 *
 *     fill share   u16 shard, u32 item, u32 word
 *     walk share   u32 lane, u32 × 4 digest
 */
import {
  type FillShare,
  packedFillShareBytes,
  packedWalkShareBytes,
  type WalkShare,
} from '../../contract/network/proofs.ts';

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** @param shares well formed: what a prover found */
export const packFillShares = (shares: readonly FillShare[]): Uint8Array => {
  const bytes = new Uint8Array(shares.length * packedFillShareBytes);
  const view = viewOf(bytes);
  for (const [at, { shard, item, word }] of shares.entries()) {
    const from = at * packedFillShareBytes;
    view.setUint16(from, shard, true);
    view.setUint32(from + 2, item, true);
    view.setUint32(from + 6, word, true);
  }
  return bytes;
};

/** @param bytes a whole number of shares; what is over is left out */
export const unpackFillShares = (bytes: Uint8Array): FillShare[] => {
  const view = viewOf(bytes);
  return Array.from({ length: Math.floor(bytes.length / packedFillShareBytes) }, (_, at) => {
    const from = at * packedFillShareBytes;
    return {
      shard: view.getUint16(from, true),
      item: view.getUint32(from + 2, true),
      word: view.getUint32(from + 6, true),
    };
  });
};

/** @param shares well formed: what a prover found */
export const packWalkShares = (shares: readonly WalkShare[]): Uint8Array => {
  const bytes = new Uint8Array(shares.length * packedWalkShareBytes);
  const view = viewOf(bytes);
  for (const [at, { lane, digest }] of shares.entries())
    for (const [place, word] of [lane, ...digest].entries())
      view.setUint32(at * packedWalkShareBytes + 4 * place, word, true);
  return bytes;
};

/** @param bytes a whole number of shares; what is over is left out */
export const unpackWalkShares = (bytes: Uint8Array): WalkShare[] => {
  const view = viewOf(bytes);
  return Array.from({ length: Math.floor(bytes.length / packedWalkShareBytes) }, (_, at) => {
    const word = (place: number): number => view.getUint32(at * packedWalkShareBytes + 4 * place, true);
    return { lane: word(0), digest: [word(1), word(2), word(3), word(4)] };
  });
};
