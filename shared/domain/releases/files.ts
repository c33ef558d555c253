/**
 * The files of a release, by name and content. All releases lie in one folder; their names sort as their hours do.
 *
 * - `block-<id>.jsonl`: the rows, one a line, in order of device id
 * - `block-<id>.leaves`: SHA-256(0x00 ‖ line) of each, in hex, in the same order
 * - `block-<id>.manifest.json`: what is signed, as canonical JSON without an end of line
 * - `block-<id>.signatures.json`: who signed it; it may grow after the others are out
 */

import type { BuiltRelease } from './build.ts';
import type { ReleasePart } from './finding.ts';
import { type ReleaseSignatures, signaturesText } from './manifest.ts';

const endings: Readonly<Record<ReleasePart, string>> = {
  rows: 'jsonl',
  leaves: 'leaves',
  manifest: 'manifest.json',
  signatures: 'signatures.json',
};

export const releaseParts: readonly ReleasePart[] = ['rows', 'leaves', 'manifest', 'signatures'];

export const releaseFileName = (blockId: string, part: ReleasePart): string => `block-${blockId}.${endings[part]}`;

/** @returns null for any other file */
export const parseReleaseFileName = (name: string): { blockId: string; part: ReleasePart } | null => {
  const match = /^block-(\d{8}T\d{6}\.\d{3}Z)\.([a-z.]+)$/.exec(name);
  const [, blockId, ending] = match ?? [];
  const part = releaseParts.find((each) => endings[each] === ending);
  return blockId === undefined || part === undefined ? null : { blockId, part };
};

const linesText = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

/** All of a release's files, to the byte; plain ASCII. */
export const releaseFiles = (
  release: BuiltRelease,
  signatures: ReleaseSignatures,
): readonly { readonly name: string; readonly text: string }[] => {
  const texts: Readonly<Record<ReleasePart, string>> = {
    rows: linesText(release.lines),
    leaves: linesText(release.leaves),
    manifest: release.manifestText,
    signatures: signaturesText(signatures),
  };
  return releaseParts.map((part) => ({ name: releaseFileName(release.manifest.block_id, part), text: texts[part] }));
};
