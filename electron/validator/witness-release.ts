/**
 * Verifies one release of a network as a stranger would, before it is signed: its files, its rows and sums, the network's
 * signature, and that it goes on from the release before. Rows pass through and are not kept. It signs nothing.
 */
import type { Finding, ReleasePart } from '../../shared/domain/releases/finding.ts';
import { manifestHash, readManifest } from '../../shared/domain/releases/manifest.ts';
import type { ReleaseBefore } from '../../shared/domain/releases/totals.ts';
import { verifyRelease } from '../../shared/domain/releases/verify.ts';
import type { ApiClient } from '../link/api-client.ts';
import { isSignedBy } from '../link/ed25519.ts';

export interface Witnessed {
  /** The file, to the byte. */
  readonly manifest: string;
  readonly manifestHash: string;
  /** Hash of the manifest that it goes on from; null for a network's first. */
  readonly previous: string | null;
  readonly previousBlockId: string | null;
  /** Empty: it holds. */
  readonly findings: readonly Finding[];
}

/** Of one answer, which stays below what a client reads at once. */
const linesAtOnce = 2_000;
const mostFindings = 20;

interface Releases {
  readonly releases: Pick<ApiClient['releases'], 'list' | 'file'>;
}

const bytesOf = async (
  { releases }: Releases,
  file: { blockId: string; part: ReleasePart; after?: number; limit?: number },
): Promise<Uint8Array> => new Uint8Array(await (await releases.file(file)).arrayBuffer());

/** @param rows  as the manifest says; more of them are not asked for */
async function* linesOf(
  api: Releases,
  file: { readonly blockId: string; readonly part: 'rows' | 'leaves' },
  rows: number,
): AsyncGenerator<Uint8Array> {
  for (let after = 0; after < rows; after += linesAtOnce)
    yield await bytesOf(api, { ...file, after, limit: linesAtOnce });
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

const readBefore = async (
  api: Releases,
  blockId: string,
): Promise<{ readonly blockId: string; readonly release: ReleaseBefore } | null> => {
  const { releases } = await api.releases.list({ order: 'desc', after: blockId, limit: 1 });
  const [before] = releases;
  if (before === undefined) return null;
  const text = textOf(await bytesOf(api, { blockId: before.blockId, part: 'manifest' }));
  return { blockId: before.blockId, release: { hash: manifestHash(text), manifest: readManifest(text).value } };
};

/** It waits for validators, of whom this is one. */
const isOwnToGive = ({ code, key }: Finding): boolean => code === 'signature_missing' && key === 'validator';

/** @param networkKeys  keys that it must be signed with, known from elsewhere; empty: whatever the manifest names */
export const witnessRelease = async (
  api: Releases,
  blockId: string,
  networkKeys: readonly string[],
): Promise<Witnessed> => {
  const manifest = await bytesOf(api, { blockId, part: 'manifest' });
  const text = textOf(manifest);
  const { value } = readManifest(text);
  const rows = value?.rows ?? 0;
  const before = await readBefore(api, blockId);
  const verified = await verifyRelease({
    blockId,
    files: {
      rows: linesOf(api, { blockId, part: 'rows' }, rows),
      leaves: linesOf(api, { blockId, part: 'leaves' }, rows),
      manifest,
      signatures: await bytesOf(api, { blockId, part: 'signatures' }),
    },
    before: before?.release ?? null,
    corrections: [],
    keys: { network: networkKeys, validators: [] },
    isSignedBy,
    most: mostFindings,
  });
  return {
    manifest: text,
    manifestHash: manifestHash(text),
    previous: value?.previous ?? null,
    previousBlockId: before?.blockId ?? null,
    findings: verified.findings.filter((finding) => !isOwnToGive(finding)),
  };
};
