/** What a registry lists as belonging to an image, and what one such entry holds: Sigstore bundles among it. Pure. */
import { z } from 'zod';
import { readJson } from '../../../shared/json/read-json.ts';

/** How cosign and GitHub's attestations mark a bundle, as an entry and as the one layer of it. */
export const bundleType = 'application/vnd.dev.sigstore.bundle.v0.3+json';
export const referrerTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
] as const;

/** More than anybody signs one image; the others are not looked at. */
const mostBundles = 16;
const mostDepth = 16;

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const listSchema = z.object({
  schemaVersion: z.literal(2),
  manifests: z.array(z.object({ digest: z.string(), artifactType: z.string().optional() })).max(1024),
});
const entrySchema = z.object({
  schemaVersion: z.literal(2),
  subject: z.object({ digest }),
  layers: z.tuple([z.object({ mediaType: z.literal(bundleType), digest })]),
});

/** @returns digests of the entries that are marked as bundles, each once; none for what is no list */
export const parseReferrers = (text: string): string[] => {
  const list = listSchema.safeParse(readJson(text, mostDepth)?.value);
  const marked = list.success ? list.data.manifests.filter(({ artifactType }) => artifactType === bundleType) : [];
  return [...new Set(marked.map((entry) => entry.digest))]
    .filter((of) => digest.safeParse(of).success)
    .slice(0, mostBundles);
};

/** @returns digest of the bundle itself; null when the entry holds none, or says that it belongs to another image */
export const parseBundleEntry = (text: string, image: string): string | null => {
  const entry = entrySchema.safeParse(readJson(text, mostDepth)?.value);
  return entry.success && entry.data.subject.digest === image ? entry.data.layers[0].digest : null;
};
