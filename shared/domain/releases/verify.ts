/**
 * Verifies one hourly release from nothing but its files and the release before: that the files are the ones that were
 * signed, that every row follows from its own facts, and that all of it adds up. It reads no disk and asks nobody; the
 * rows pass through once and are not kept.
 * Source: the network's rule set, section (f), and its invariants 22 and 23.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { LaterCorrection } from './correction.ts';
import { createFindings, type Finding, type Findings, type Found } from './finding.ts';
import { asciiText } from './lines.ts';
import { readManifest, readSignatures } from './manifest.ts';
import { compareFiles, type Pieces, readLeaves, readRows } from './reading.ts';
import { hourBasis } from './recompute.ts';
import { createRowCheck } from './row-check.ts';
import { type IsSignedBy, type KnownKeys, signatureFaults } from './signatures.ts';
import { chainFaults, firstFaults, manifestFaults, type ReleaseBefore, sumFaults } from './totals.ts';

/** Null: it is not there or cannot be read, which whoever reads the folder has told. */
export interface ReleaseBytes {
  readonly rows: Pieces | null;
  readonly leaves: Pieces | null;
  readonly manifest: Uint8Array | null;
  readonly signatures: Uint8Array | null;
}

export interface VerifiedRelease {
  readonly findings: readonly Finding[];
  /** Findings beyond those that are kept. */
  readonly leftOut: number;
  /** Lines in the file of rows. */
  readonly rows: number;
  /** Null when there is no file of a manifest. */
  readonly release: ReleaseBefore | null;
}

const manifestOf = (
  bytes: Uint8Array | null,
  findings: Findings,
): { readonly text: string; readonly release: ReleaseBefore } | null => {
  if (bytes === null) return null;
  const text = asciiText(bytes);
  const { value, faults } = readManifest(text);
  for (const fault of faults) findings.add({ ...fault, part: 'manifest' });
  return { text, release: { hash: bytesToHex(sha256(bytes)), manifest: value } };
};

/**
 * @param asked.blockId  by the names of the files
 * @param asked.before  the release before; null when it is not at hand, and for the first
 * @param asked.corrections  what later releases say of rows of this one, oldest first
 * @param asked.most  findings of each kind of check that are kept
 */
export const verifyRelease = async (asked: {
  readonly blockId: string;
  readonly files: ReleaseBytes;
  readonly before: ReleaseBefore | null;
  readonly corrections: readonly LaterCorrection[];
  readonly keys: KnownKeys;
  readonly isSignedBy: IsSignedBy;
  readonly most: number;
}): Promise<VerifiedRelease> => {
  const { blockId, files, before, most } = asked;
  const ofFiles = createFindings(blockId, most);
  const ofRows = createFindings(blockId, most);
  const addAll = (found: readonly Found[]): void => {
    for (const each of found) ofFiles.add(each);
  };
  const read = manifestOf(files.manifest, ofFiles);
  const manifest = read?.release.manifest ?? null;
  if (read !== null && manifest !== null) {
    if (manifest.block_id !== blockId)
      ofFiles.add({
        code: 'manifest_wrong',
        part: 'manifest',
        key: 'block_id',
        expected: blockId,
        found: manifest.block_id,
      });
    addAll(manifestFaults(manifest));
    if (before !== null) addAll(chainFaults(manifest, before, asked.keys.network.length > 0));
    else if (manifest.previous === null) addAll(firstFaults(manifest));
  }
  if (files.signatures !== null) {
    const { value, faults } = readSignatures(asciiText(files.signatures));
    addAll(faults.map((fault): Found => ({ ...fault, part: 'signatures' })));
    if (read !== null && manifest !== null && value !== null)
      addAll(signatureFaults({ manifest, text: read.text }, value, asked.keys, asked.isSignedBy));
  }
  const leaves = files.leaves === null ? null : await readLeaves(files.leaves, ofFiles);
  const check = createRowCheck(manifest === null ? null : hourBasis(manifest), asked.corrections, ofRows);
  let rows = 0;
  let leftOut = 0;
  if (files.rows !== null) {
    const lines = await readRows(files.rows, leaves, check, ofFiles, most);
    ({ count: rows, leftOut } = lines);
    compareFiles(lines, leaves, manifest, ofFiles);
    if (manifest !== null && bytesToHex(lines.root) === manifest.merkle_root) {
      addAll(sumFaults(manifest, check.sums));
      check.tellSmallCells();
    }
  }
  return {
    findings: [...ofFiles.list, ...ofRows.list],
    leftOut: leftOut + ofFiles.leftOut + ofRows.leftOut,
    rows,
    release: read?.release ?? null,
  };
};
