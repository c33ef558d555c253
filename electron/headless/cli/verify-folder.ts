/**
 * Verifies every release in a folder, one after the other, as the chain that they are. It reads the folder and nothing
 * else: no network, no running app. What it holds at a time is one release's hashes and one piece of one file.
 */

import type { LaterCorrection } from '../../../shared/domain/releases/correction.ts';
import {
  createFindings,
  type Finding,
  type Findings,
  type Found,
  type ReleasePart,
} from '../../../shared/domain/releases/finding.ts';
import { readManifest } from '../../../shared/domain/releases/manifest.ts';
import type { IsSignedBy, KnownKeys } from '../../../shared/domain/releases/signatures.ts';
import type { ReleaseBefore } from '../../../shared/domain/releases/totals.ts';
import { verifyRelease } from '../../../shared/domain/releases/verify.ts';
import { listBlocks, openPart, readPart } from './release-folder.ts';

/** Findings of each kind of check of one release that are kept; the rest is counted. */
const mostPerRelease = 100;
/** Findings of all releases that are kept. */
const mostInAll = 1_000;

export interface VerifiedBlock {
  readonly blockId: string;
  readonly rows: number;
  /** Base units; null when there is no manifest that says it. */
  readonly paid: bigint | null;
  readonly findings: readonly Finding[];
  readonly leftOut: number;
}

export interface VerifiedFolder {
  readonly blocks: readonly string[];
  readonly rows: number;
  /** In order of block, at most 1,000. */
  readonly findings: readonly Finding[];
  /** Findings beyond those that are kept. */
  readonly leftOut: number;
  /** Keys that the manifests name as the network's. */
  readonly networkKeys: readonly string[];
  /** Releases that name no validator, so that only the network stands for them. */
  readonly unwitnessed: number;
  /** Hash of the manifest that the first release goes on from, which is not in the folder; null when it is the first. */
  readonly goesOnFrom: string | null;
}

interface Asked {
  readonly dir: string;
  readonly keys: KnownKeys;
  readonly isSignedBy: IsSignedBy;
  readonly signal: AbortSignal;
  /** Told of each release as soon as it is done. */
  readonly onBlock: (block: VerifiedBlock) => void;
}

/** What each release says of earlier ones, by the block that it is about. What cannot be read is told when its turn comes. */
const readCorrections = async (
  { dir, signal }: Asked,
  blocks: readonly string[],
): Promise<ReadonlyMap<string, LaterCorrection[]>> => {
  const all: LaterCorrection[] = [];
  for (const by of blocks) {
    const bytes = await readPart({ dir, blockId: by, part: 'manifest' }, signal, () => undefined);
    const { value } = bytes === null ? { value: null } : readManifest(Buffer.from(bytes).toString('latin1'));
    for (const correction of value?.corrections ?? []) all.push({ by, correction });
  }
  return Map.groupBy(all, ({ correction }) => correction.block_id);
};

const verifyBlock = async (
  { dir, keys, isSignedBy, signal }: Asked,
  blockId: string,
  before: ReleaseBefore | null,
  corrections: readonly LaterCorrection[],
): Promise<VerifiedBlock & { readonly release: ReleaseBefore | null }> => {
  const ofFolder: Findings = createFindings(blockId, mostPerRelease);
  const onFault = (fault: Found): void => ofFolder.add(fault);
  const at = (part: ReleasePart) => ({ dir, blockId, part });
  const verified = await verifyRelease({
    blockId,
    files: {
      rows: await openPart(at('rows'), signal, onFault),
      leaves: await openPart(at('leaves'), signal, onFault),
      manifest: await readPart(at('manifest'), signal, onFault),
      signatures: await readPart(at('signatures'), signal, onFault),
    },
    before,
    corrections,
    keys,
    isSignedBy,
    most: mostPerRelease,
  });
  const paid = verified.release?.manifest?.totals.paid;
  return {
    blockId,
    rows: verified.rows,
    paid: paid === undefined ? null : BigInt(paid),
    findings: [...ofFolder.list, ...verified.findings],
    leftOut: ofFolder.leftOut + verified.leftOut,
    release: verified.release,
  };
};

/** @throws the signal's reason when it is aborted; whatever is wrong with the folder is a finding */
export const verifyFolder = async (asked: Asked): Promise<VerifiedFolder> => {
  const { blocks, fault } = await listBlocks(asked.dir);
  const findings: Finding[] = [];
  if (fault !== null) {
    const ofFolder = createFindings(null, 1);
    ofFolder.add(fault);
    return { blocks, rows: 0, findings: ofFolder.list, leftOut: 0, networkKeys: [], unwitnessed: 0, goesOnFrom: null };
  }
  const corrections = await readCorrections(asked, blocks);
  const networkKeys = new Set<string>();
  let before: ReleaseBefore | null = null;
  let goesOnFrom: string | null = null;
  let rows = 0;
  let leftOut = 0;
  let unwitnessed = 0;
  for (const blockId of blocks) {
    asked.signal.throwIfAborted();
    const block = await verifyBlock(asked, blockId, before, corrections.get(blockId) ?? []);
    asked.onBlock(block);
    const kept = block.findings.slice(0, mostInAll - findings.length);
    findings.push(...kept);
    leftOut += block.leftOut + block.findings.length - kept.length;
    rows += block.rows;
    const { release } = block;
    before = release;
    const manifest = release?.manifest ?? null;
    if (manifest !== null) networkKeys.add(manifest.signers.network);
    if (manifest?.signers.validators.length === 0) unwitnessed += 1;
    if (blockId === blocks[0]) goesOnFrom = manifest?.previous ?? null;
  }
  return { blocks, rows, findings, leftOut, networkKeys: [...networkKeys], unwitnessed, goesOnFrom };
};
