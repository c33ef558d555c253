/** A release in memory, verified as anybody would verify it, and made again with one thing in it told otherwise. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { BuiltRelease } from '../../../shared/domain/releases/build.ts';
import { releaseFiles } from '../../../shared/domain/releases/files.ts';
import { leafLine } from '../../../shared/domain/releases/leaves.ts';
import { type Manifest, manifestHash, manifestText } from '../../../shared/domain/releases/manifest.ts';
import { leafHash, merkleRoot } from '../../../shared/domain/releases/merkle.ts';
import type { ReleaseBefore } from '../../../shared/domain/releases/totals.ts';
import { type VerifiedRelease, verifyRelease } from '../../../shared/domain/releases/verify.ts';
import { isSignedBy, type Signers, signRelease } from './signers.ts';

export interface ReleaseInMemory {
  readonly blockId: string;
  readonly rows: Uint8Array;
  readonly leaves: Uint8Array;
  readonly manifest: Uint8Array;
  readonly signatures: Uint8Array;
}

export const inMemory = (built: BuiltRelease, signers: Signers): ReleaseInMemory => {
  const [rows = '', leaves = '', manifest = '', signatures = ''] = releaseFiles(built, signRelease(built, signers)).map(
    ({ text }) => text,
  );
  return {
    blockId: built.manifest.block_id,
    rows: Buffer.from(rows),
    leaves: Buffer.from(leaves),
    manifest: Buffer.from(manifest),
    signatures: Buffer.from(signatures),
  };
};

/** @param before null: the first one, or one whose predecessor is not at hand */
export const verifyInMemory = (
  { blockId, rows, leaves, manifest, signatures }: ReleaseInMemory,
  before: ReleaseBefore | null,
): Promise<VerifiedRelease> =>
  verifyRelease({
    blockId,
    files: { rows: [rows], leaves: [leaves], manifest, signatures },
    before,
    corrections: [],
    keys: { network: [], validators: [] },
    isSignedBy,
    most: 50,
  });

/**
 * What a network would publish that lies: other rows or another manifest, with hashes, root and signatures that fit them.
 */
export const toldOtherwise = (
  built: BuiltRelease,
  change: { readonly lines?: readonly string[]; readonly manifest?: Partial<Manifest> },
): BuiltRelease => {
  const lines = change.lines ?? built.lines;
  const hashes = lines.map((line) => leafHash(Buffer.from(line)));
  const manifest: Manifest = {
    ...built.manifest,
    rows: lines.length,
    sha256: bytesToHex(sha256(Buffer.from(lines.map((line) => `${line}\n`).join('')))),
    merkle_root: bytesToHex(merkleRoot(hashes)),
    ...change.manifest,
  };
  const text = manifestText(manifest);
  return {
    ...built,
    lines,
    leaves: hashes.map(leafLine),
    manifest,
    manifestText: text,
    manifestHash: manifestHash(text),
  };
};
