/** What the engine knows about an image, in our own shape. Pure. */
import type { ImageInspectInfo } from 'dockerode';
import type { ImageConfig } from './admission/image-rules.ts';

export interface ImageFacts extends ImageConfig {
  /** Digest of its configuration; what a container refers to. */
  imageId: string;
  /** `repository@sha256:…` under which it was pulled. */
  references: string[];
  /** Names that somebody gave it: `repository:tag`. */
  tags: string[];
  sizeBytes: number;
}

export const imageFactsOf = (info: ImageInspectInfo): ImageFacts => ({
  imageId: info.Id,
  references: info.RepoDigests ?? [],
  tags: info.RepoTags ?? [],
  sizeBytes: info.Size,
  osType: info.Os,
  volumes: Object.keys(info.Config?.Volumes ?? {}),
  env: info.Config?.Env ?? [],
  workdir: info.Config?.WorkingDir ?? '',
});
