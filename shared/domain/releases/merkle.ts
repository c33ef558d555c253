/**
 * The Merkle tree over a release's lines: a root that stands for all of them, and a proof that one line is among them.
 * Leaves are hashed apart from nodes, so that no node can pass for a line. It keeps no lines.
 * Source: RFC 6962, section 2.1; the check of a proof is that of RFC 9162, section 2.1.3.2.
 */
import { sha256 } from '@noble/hashes/sha2.js';

export const hashBytes = 32;
const leafMark = Uint8Array.of(0x00);
const nodeMark = Uint8Array.of(0x01);

/** SHA-256(0x00 ‖ line). */
export const leafHash = (line: Uint8Array): Uint8Array => sha256.create().update(leafMark).update(line).digest();

const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array =>
  sha256.create().update(nodeMark).update(left).update(right).digest();

export interface MerkleTree {
  /** @param hash from `leafHash` */
  add(hash: Uint8Array): void;
  /** Of the leaves so far; SHA-256 of nothing when there are none. */
  root(): Uint8Array;
}

/** Grows by one leaf at a time and holds one hash for each bit of their number. */
export const createMerkleTree = (): MerkleTree => {
  /** Whole subtrees from left to right, each larger than the next: one for each bit that is set in `size`. */
  const whole: Uint8Array[] = [];
  let size = 0;
  return {
    add: (hash) => {
      let merged = hash;
      for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
        const left = whole.pop();
        if (left !== undefined) merged = nodeHash(left, merged);
      }
      whole.push(merged);
      size += 1;
    },
    root: () => {
      const last = whole.at(-1);
      if (last === undefined) return sha256(new Uint8Array());
      return whole.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
    },
  };
};

export const merkleRoot = (leaves: readonly Uint8Array[]): Uint8Array => {
  const tree = createMerkleTree();
  for (const leaf of leaves) tree.add(leaf);
  return tree.root();
};

/** Largest power of two below a number of leaves, 2 or more. */
const splitOf = (size: number): number => {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
};

/**
 * The hashes beside the way from a leaf to the root, the lowest first.
 *
 * @param index  0..leaves.length-1
 * @throws RangeError outside that range
 */
export const inclusionProof = (leaves: readonly Uint8Array[], index: number): Uint8Array[] => {
  if (!(Number.isInteger(index) && index >= 0 && index < leaves.length)) {
    throw new RangeError(`leaf ${index} of ${leaves.length}`);
  }
  if (leaves.length === 1) return [];
  const split = splitOf(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return index < split
    ? [...inclusionProof(left, index), merkleRoot(right)]
    : [...inclusionProof(right, index - split), merkleRoot(left)];
};

const isSameHash = (left: Uint8Array, right: Uint8Array): boolean =>
  left.length === right.length && left.every((byte, at) => byte === right[at]);

/** Whether a leaf stands at a place of the tree that has this root and that many leaves. */
export const isIncluded = (claim: {
  readonly leaf: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}): boolean => {
  const { leaf, index, size, proof, root } = claim;
  if (!(Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size)) return false;
  let place = index;
  let last = size - 1;
  let hash = leaf;
  for (const beside of proof) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      hash = nodeHash(beside, hash);
      while (place % 2 === 0 && place !== 0) {
        place /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      hash = nodeHash(hash, beside);
    }
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && isSameHash(hash, root);
};
