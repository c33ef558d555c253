/**
 * Reads what an image is at its registry before an engine is told to pull it: its size, and its own configuration. Each
 * part is checked against the digest it was asked for by.
 */
import { PerigeeError } from '../../../shared/contract/codes.ts';
import type { ImageConfig } from '../admission/image-rules.ts';
import { parseImageConfig } from './image-config.ts';
import { type Descriptor, type Manifest, manifestTypes, packedBytesOf, parseManifest } from './manifest.ts';
import { withRepository } from './repository.ts';

export interface ImagePlan {
  /** What a pull brings at most, packed. */
  packedBytes: number;
  layers: number;
  config: ImageConfig;
}

export interface Registry {
  /**
   * @param image by digest
   * @param architecture as registries spell it: `amd64`, `arm64`
   * @throws IMAGE_REFUSED (`not_by_digest`, `bad_manifest`, `not_linux`: nothing for this system in it), IMAGE_NOT_FOUND,
   * IMAGE_PULL_FAILED, CANCELLED
   */
  plan(image: string, architecture: string, signal?: AbortSignal): Promise<ImagePlan>;
}

const accept = [...manifestTypes, 'application/octet-stream'];

/** @param get in place of the global one in tests of what no registry here does */
export const createRegistry = (get: typeof fetch = fetch): Registry => ({
  plan: (image, architecture, signal) =>
    withRepository(image, get, signal, async ({ digest, read }) => {
      const refuse = (reason: string): PerigeeError => new PerigeeError('IMAGE_REFUSED', { image, reason });
      const manifestOf = async (of: string): Promise<Manifest> => {
        const manifest = parseManifest((await read('manifests', of, accept)).toString('utf8'));
        if (manifest === null) throw refuse('bad_manifest');
        return manifest;
      };
      const forThisSystem = (manifest: Extract<Manifest, { kind: 'index' }>): Descriptor => {
        const found = manifest.images.find(
          ({ platform }) => platform?.os === 'linux' && platform.architecture === architecture,
        );
        if (found === undefined) throw refuse('not_linux');
        return found;
      };

      const top = await manifestOf(digest);
      const manifest = top.kind === 'image' ? top : await manifestOf(forThisSystem(top).digest);
      if (manifest.kind !== 'image') throw refuse('bad_manifest');
      const config = parseImageConfig((await read('blobs', manifest.config.digest, accept)).toString('utf8'));
      if (config === null) throw refuse('bad_manifest');
      return { packedBytes: packedBytesOf(manifest), layers: manifest.layers.length, config };
    }),
});
