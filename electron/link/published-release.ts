/**
 * One published hour as a network hands it out, ready to be verified: its small files whole, its lines as they are asked
 * for, and the manifest of the hour before. It believes nothing of it and verifies nothing.
 */
import type { ReleasePart } from '../../shared/domain/releases/finding.ts';
import { type Manifest, manifestHash, readManifest } from '../../shared/domain/releases/manifest.ts';
import type { ReleaseBefore } from '../../shared/domain/releases/totals.ts';
import type { ReleaseBytes } from '../../shared/domain/releases/verify.ts';
import type { ApiClient } from './api-client.ts';

export interface PublishedRelease {
  readonly blockId: string;
  readonly files: ReleaseBytes & { readonly manifest: Uint8Array; readonly signatures: Uint8Array };
  /** The file of the manifest, to the byte. */
  readonly text: string;
  /** Null: it cannot be read. */
  readonly manifest: Manifest | null;
  /** Null: the network shows none before it. */
  readonly before: { readonly blockId: string; readonly release: ReleaseBefore } | null;
}

export interface ReleaseSource {
  readonly releases: Pick<ApiClient['releases'], 'list' | 'file'>;
}

/** Of one answer, which stays below what a client reads at once. */
const linesAtOnce = 2_000;

const bytesOf = async (
  { releases }: ReleaseSource,
  file: { blockId: string; part: ReleasePart; after?: number; limit?: number },
): Promise<Uint8Array> => new Uint8Array(await (await releases.file(file)).arrayBuffer());

/** @param rows  as the manifest says; more of them are not asked for */
async function* linesOf(
  source: ReleaseSource,
  file: { readonly blockId: string; readonly part: 'rows' | 'leaves' },
  rows: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  for (let after = 0; after < rows; after += linesAtOnce) {
    signal?.throwIfAborted();
    yield await bytesOf(source, { ...file, after, limit: linesAtOnce });
  }
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

const readBefore = async (source: ReleaseSource, blockId: string): Promise<PublishedRelease['before']> => {
  const { releases } = await source.releases.list({ order: 'desc', after: blockId, limit: 1 });
  const [before] = releases;
  if (before === undefined) return null;
  const text = textOf(await bytesOf(source, { blockId: before.blockId, part: 'manifest' }));
  return { blockId: before.blockId, release: { hash: manifestHash(text), manifest: readManifest(text).value } };
};

/**
 * @param signal  ends the reading of lines
 * @throws what the calls throw, RELEASE_NOT_FOUND of the contract among it
 */
export const readPublished = async (
  source: ReleaseSource,
  blockId: string,
  signal?: AbortSignal,
): Promise<PublishedRelease> => {
  const manifest = await bytesOf(source, { blockId, part: 'manifest' });
  const text = textOf(manifest);
  const { value } = readManifest(text);
  const rows = value?.rows ?? 0;
  return {
    ...{ blockId, text, manifest: value },
    before: await readBefore(source, blockId),
    files: {
      rows: linesOf(source, { blockId, part: 'rows' }, rows, signal),
      leaves: linesOf(source, { blockId, part: 'leaves' }, rows, signal),
      manifest,
      signatures: await bytesOf(source, { blockId, part: 'signatures' }),
    },
  };
};
