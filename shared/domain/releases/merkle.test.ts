import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMerkleTree, inclusionProof, isIncluded, leafHash, merkleRoot } from './merkle.ts';

/** The inputs, roots and paths that Certificate Transparency's implementations are tested with. */
const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(
  (hex) => leafHash(hexToBytes(hex)),
);
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

/** As RFC 6962 defines it, word for word: split at the largest power of two below the number. */
const definedRoot = (leaves: readonly Uint8Array[]): Uint8Array => {
  const [only] = leaves;
  if (only === undefined) return sha256(new Uint8Array());
  if (leaves.length === 1) return only;
  const split = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  return sha256(Uint8Array.of(1, ...definedRoot(leaves.slice(0, split)), ...definedRoot(leaves.slice(split))));
};

const shelf = Array.from({ length: 256 }, (_, at) => leafHash(Uint8Array.of(at)));
const anyLeaves = (most: number): fc.Arbitrary<Uint8Array[]> =>
  fc
    .array(fc.nat(shelf.length - 1), { minLength: 1, maxLength: most })
    .map((picked) => picked.map((at) => shelf[at] ?? new Uint8Array()));

describe('a Merkle tree', () => {
  it('of nothing has the hash of nothing', () => {
    expect(bytesToHex(createMerkleTree().root())).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
  });

  it.each(roots.map((root, at) => [at + 1, root] as const))('has the known root for %i leaves', (size, root) => {
    expect(bytesToHex(merkleRoot(inputs.slice(0, size)))).toBe(root);
  });

  it.each([
    [0, 1, []],
    [
      0,
      8,
      [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    ],
    [
      5,
      8,
      [
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    ],
    [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
    [
      1,
      5,
      [
        '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    ],
  ])('has the known proof of leaf %i of %i', (index, size, proof) => {
    expect(inclusionProof(inputs.slice(0, size), index).map(bytesToHex)).toEqual(proof);
  });

  it('grown leaf by leaf has the root that the RFC defines', () => {
    fc.assert(
      fc.property(anyLeaves(70), (leaves) => {
        expect(bytesToHex(merkleRoot(leaves))).toBe(bytesToHex(definedRoot(leaves)));
      }),
      { numRuns: 500 },
    );
  });

  it('proves each of its leaves, and no other leaf, place, size, root or way', () => {
    const claimed = anyLeaves(20).chain((leaves) =>
      fc.record({ leaves: fc.constant(leaves), index: fc.nat(leaves.length - 1) }),
    );
    fc.assert(
      fc.property(claimed, fc.nat(), fc.integer({ min: 0, max: 255 }), ({ leaves, index }, at, bit) => {
        const claim = {
          leaf: leaves[index] ?? new Uint8Array(),
          index,
          size: leaves.length,
          proof: inclusionProof(leaves, index),
          root: merkleRoot(leaves),
        };
        const flip = (hash: Uint8Array): Uint8Array =>
          hash.map((byte, place) => (place === bit >>> 3 ? byte ^ (1 << (bit & 7)) : byte));
        expect(isIncluded(claim)).toBe(true);
        expect(isIncluded({ ...claim, leaf: flip(claim.leaf) })).toBe(false);
        expect(isIncluded({ ...claim, root: flip(claim.root) })).toBe(false);
        expect(isIncluded({ ...claim, index: claim.size })).toBe(false);
        expect(isIncluded({ ...claim, proof: [...claim.proof, claim.root] })).toBe(false);
        if (claim.proof.length === 0) return;
        const hit = at % claim.proof.length;
        expect(isIncluded({ ...claim, proof: claim.proof.with(hit, flip(claim.proof[hit] ?? claim.root)) })).toBe(
          false,
        );
        expect(isIncluded({ ...claim, proof: claim.proof.slice(1) })).toBe(false);
      }),
      { numRuns: 10_000 },
    );
  }, 60_000);

  it('never takes a node for a leaf', () => {
    const [left = new Uint8Array(), right = new Uint8Array()] = inputs;
    expect(bytesToHex(leafHash(Uint8Array.of(...left, ...right)))).not.toBe(bytesToHex(merkleRoot([left, right])));
  });
});
