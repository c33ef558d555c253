/** What a registry's manifest says: the layers of an image with their sizes, or the images of an index. Pure. */
import { z } from 'zod';
import { readJson } from '../../../shared/json/read-json.ts';

/** Media types of one image, and of a list of images for several systems, as OCI and Docker spell them. */
const imageTypes = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
] as const;
const indexTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
] as const;
export const manifestTypes: readonly string[] = [...imageTypes, ...indexTypes];

/** The most layers that an engine can stack. */
const mostLayers = 127;
const mostEntries = 256;
const mostDepth = 16;

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const descriptor = z.object({
  digest,
  size: z.number().int().nonnegative(),
  /** Layers that lie elsewhere than in the registry: no image of ours has them. */
  urls: z.array(z.unknown()).max(0).optional(),
});
const imageSchema = z.object({
  schemaVersion: z.literal(2),
  mediaType: z.enum(imageTypes).optional(),
  config: descriptor,
  layers: z.array(descriptor).max(mostLayers),
});
const indexSchema = z.object({
  schemaVersion: z.literal(2),
  mediaType: z.enum(indexTypes).optional(),
  manifests: z
    .array(
      descriptor.extend({
        platform: z.object({ os: z.string(), architecture: z.string(), variant: z.string().optional() }).optional(),
      }),
    )
    .max(mostEntries),
});

export interface Descriptor {
  digest: string;
  /** As the registry keeps it, packed; bytes. */
  size: number;
}

export type Manifest =
  | { kind: 'image'; config: Descriptor; layers: readonly Descriptor[] }
  | { kind: 'index'; images: readonly (Descriptor & { platform: { os: string; architecture: string } | null })[] };

const described = ({ digest: of, size }: Descriptor): Descriptor => ({ digest: of, size });

/** @returns null when it is neither an image nor an index, or says something that none of ours says */
export const parseManifest = (text: string): Manifest | null => {
  const json = readJson(text, mostDepth)?.value;
  const image = imageSchema.safeParse(json);
  const index = indexSchema.safeParse(json);
  // What could be read as both would be one thing to us and another to an engine.
  if (image.success === index.success) return null;
  if (image.success)
    return { kind: 'image', config: described(image.data.config), layers: image.data.layers.map(described) };
  if (!index.success) return null;
  return {
    kind: 'index',
    images: index.data.manifests.map(({ platform, ...entry }) => ({
      ...described(entry),
      platform: platform ? { os: platform.os, architecture: platform.architecture } : null,
    })),
  };
};

/** Bytes that a pull brings at most: every layer once, and the configuration. */
export const packedBytesOf = ({ config, layers }: Extract<Manifest, { kind: 'image' }>): number =>
  [...new Map([config, ...layers].map((entry) => [entry.digest, entry.size])).values()].reduce(
    (sum, size) => sum + size,
    0,
  );
