/**
 * Reads a release's rows and leaves as they come and holds them against each other and against the manifest: which line is
 * another than was signed, which is gone, which was put in. What a row says is looked at by `row-check`.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { createAlignment, type Misfit } from './alignment.ts';
import type { Findings, Found } from './finding.ts';
import { createLeafReader, type Leaves, leafLineBytes } from './leaves.ts';
import { asciiText, createLineReader } from './lines.ts';
import { type Manifest, mostRows } from './manifest.ts';
import { createMerkleTree, hashBytes, leafHash } from './merkle.ts';
import { mostRowBytes } from './row.ts';
import type { RowCheck } from './row-check.ts';

/** The bytes of a file in pieces of any size. */
export type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

export const readLeaves = async (pieces: Pieces, findings: Findings): Promise<Leaves> => {
  const reader = createLeafReader(mostRows);
  let line = 0;
  const lines = createLineReader(leafLineBytes, (bytes) => {
    line += 1;
    const text = bytes === null ? '' : asciiText(bytes);
    if (!reader.add(text)) findings.add({ code: 'bad_value', part: 'leaves', row: line, found: text });
  });
  for await (const piece of pieces) {
    lines.push(piece);
    if (line > mostRows) break;
  }
  if (line > mostRows) findings.add({ code: 'too_large', part: 'leaves', expected: String(mostRows) });
  else if (!lines.end()) findings.add({ code: 'cut_off', part: 'leaves', row: line });
  return reader.done();
};

export interface ReadRows {
  readonly count: number;
  readonly sha256: string;
  readonly root: Uint8Array;
  readonly misfits: readonly Misfit[];
  /** Misfits beyond those that are kept. */
  readonly leftOut: number;
}

/** Stands for a line that is too long to be one: it fits nothing. */
const noHash = new Uint8Array(hashBytes);

export const readRows = async (
  pieces: Pieces,
  leaves: Leaves | null,
  check: RowCheck,
  findings: Findings,
  most: number,
): Promise<ReadRows> => {
  const file = sha256.create();
  const tree = createMerkleTree();
  const misfits: Misfit[] = [];
  let leftOut = 0;
  const alignment = createAlignment(leaves?.hashes ?? new Uint8Array(), (misfit) => {
    if (misfits.length < most) misfits.push(misfit);
    else leftOut += 1;
  });
  let count = 0;
  const lines = createLineReader(mostRowBytes, (line) => {
    count += 1;
    if (line === null) findings.add({ code: 'line_too_long', part: 'rows', row: count, expected: `${mostRowBytes}` });
    const hash = line === null ? noHash : leafHash(line);
    tree.add(hash);
    const deviceId = line === null ? null : check.take(count, line);
    if (leaves !== null) alignment.take({ row: count, deviceId, hash });
  });
  for await (const piece of pieces) {
    file.update(piece);
    lines.push(piece);
    if (count > mostRows) break;
  }
  if (count > mostRows) findings.add({ code: 'too_large', part: 'rows', expected: String(mostRows) });
  else if (!lines.end()) findings.add({ code: 'cut_off', part: 'rows', row: count });
  if (leaves !== null) alignment.end();
  check.end(count);
  return { count, sha256: bytesToHex(file.digest()), root: tree.root(), misfits, leftOut };
};

/** A line and a hash that do not fit: which of the two is another than was signed, the root says. */
const misfitFound = (misfit: Misfit, areRowsRight: boolean): Found => {
  if (areRowsRight) {
    const row = misfit.kind === 'extra' ? null : misfit.leaf;
    return { code: 'leaf_changed', part: 'leaves', row, deviceId: misfit.kind === 'missing' ? null : misfit.deviceId };
  }
  if (misfit.kind === 'missing')
    return { code: 'rows_missing', part: 'rows', row: misfit.leaf, found: String(misfit.count) };
  const { row, deviceId } = misfit;
  return { code: misfit.kind === 'extra' ? 'row_extra' : 'row_changed', part: 'rows', row, deviceId };
};

export const compareFiles = (
  read: ReadRows,
  leaves: Leaves | null,
  manifest: Manifest | null,
  findings: Findings,
): void => {
  const isRoot = (root: Uint8Array): boolean => manifest !== null && bytesToHex(root) === manifest.merkle_root;
  const areRowsRight = isRoot(read.root);
  for (const misfit of read.misfits) findings.add(misfitFound(misfit, areRowsRight));
  if (manifest === null) return;
  const { rows, merkle_root: root } = manifest;
  if (read.sha256 !== manifest.sha256)
    findings.add({ code: 'sha256_wrong', part: 'rows', expected: manifest.sha256, found: read.sha256 });
  if (!areRowsRight) findings.add({ code: 'root_wrong', part: 'rows', expected: root, found: bytesToHex(read.root) });
  if (leaves !== null && !isRoot(leaves.root))
    findings.add({ code: 'root_wrong', part: 'leaves', expected: root, found: bytesToHex(leaves.root) });
  if (read.count !== rows)
    findings.add({ code: 'row_count_wrong', part: 'rows', expected: String(rows), found: String(read.count) });
};
