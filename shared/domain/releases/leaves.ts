/**
 * The hashes of a release's lines, one for each, published beside them: with them a check can say which line is another
 * than was signed, and not only that one is.
 */
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { createMerkleTree, hashBytes } from './merkle.ts';

export const leafLineBytes = 2 * hashBytes + 1;

/** Packed one after the other, 32 bytes each. */
export interface Leaves {
  readonly count: number;
  readonly hashes: Uint8Array;
  readonly root: Uint8Array;
}

export const leafLine = (hash: Uint8Array): string => bytesToHex(hash);

export interface LeafReader {
  /** @param text one line of the file; @returns false when it is no hash */
  add(text: string): boolean;
  done(): Leaves;
}

/** A line that is no hash stands for a hash that fits nothing. */
const noHash = new Uint8Array(hashBytes);

/** @param most hashes that are kept; what comes after them is not read */
export const createLeafReader = (most: number): LeafReader => {
  let hashes = new Uint8Array(1_024 * hashBytes);
  let count = 0;
  const tree = createMerkleTree();
  return {
    add: (text) => {
      const isHash = /^[0-9a-f]{64}$/.test(text);
      if (count >= most) return isHash;
      if ((count + 1) * hashBytes > hashes.length) {
        const larger = new Uint8Array(Math.min(hashes.length * 2, most * hashBytes));
        larger.set(hashes);
        hashes = larger;
      }
      const hash = isHash ? hexToBytes(text) : noHash;
      hashes.set(hash, count * hashBytes);
      tree.add(hash);
      count += 1;
      return isHash;
    },
    done: () => ({ count, hashes: hashes.subarray(0, count * hashBytes), root: tree.root() }),
  };
};
