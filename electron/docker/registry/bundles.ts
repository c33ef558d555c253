/**
 * Fetches the Sigstore bundles of an image from its own registry: by the referrers API, or from the tag that stands in
 * for it where a registry lacks that. Nothing here says that a bundle is worth anything.
 */
import { isPerigeeError } from '../../../shared/contract/codes.ts';
import { manifestTypes } from './manifest.ts';
import { bundleType, parseBundleEntry, parseReferrers, referrerTypes } from './referrers.ts';
import { isDigestOf, type Repository, withRepository } from './repository.ts';

export interface SignedParts {
  /** What the image's digest is of, byte for byte. */
  manifest: Buffer;
  /** Each as it came; null: one is listed, and is too long, is missing or is not what its digest says. */
  bundles: readonly (Buffer | null)[];
}

/** A provenance of a large build is some hundred kilobytes. */
const mostBundleBytes = 2 ** 20;

const listOf = async ({ digest, ask }: Repository): Promise<string[]> => {
  const filter = `artifactType=${encodeURIComponent(bundleType)}`;
  let answer = await ask(`referrers/${digest}?${filter}`, referrerTypes);
  if (answer.kind === 'missing' || answer.kind === 'unknown_call')
    answer = await ask(`manifests/${digest.replace(':', '-')}`, referrerTypes);
  return answer.kind === 'bytes' ? parseReferrers(answer.bytes.toString('utf8')) : [];
};

const bundleOf = async ({ digest, ask, read }: Repository, entry: string): Promise<Buffer | null> => {
  try {
    const of = parseBundleEntry((await read('manifests', entry, referrerTypes)).toString('utf8'), digest);
    if (of === null) return null;
    const answer = await ask(`blobs/${of}`, [bundleType, 'application/octet-stream'], mostBundleBytes);
    return answer.kind === 'bytes' && isDigestOf(of, answer.bytes) ? answer.bytes : null;
  } catch (error) {
    // One that is wrong does not make another one worthless; a registry that does not answer is something else.
    if (isPerigeeError(error) && ['IMAGE_NOT_FOUND', 'IMAGE_REFUSED'].includes(error.code)) return null;
    throw error;
  }
};

/**
 * @param image by digest
 * @throws IMAGE_REFUSED (`not_by_digest`, `bad_manifest`), IMAGE_NOT_FOUND, IMAGE_PULL_FAILED, CANCELLED
 */
export const fetchBundles = (
  image: string,
  signal: AbortSignal | undefined,
  get: typeof fetch = fetch,
): Promise<SignedParts> =>
  withRepository(image, get, signal, async (repository) => {
    const manifest = await repository.read('manifests', repository.digest, manifestTypes);
    const bundles: (Buffer | null)[] = [];
    for (const entry of await listOf(repository)) bundles.push(await bundleOf(repository, entry));
    return { manifest, bundles };
  });
