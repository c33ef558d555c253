/**
 * Reads what an image is at its registry before an engine is told to pull it: its size, and its own configuration. Each
 * part is checked against the digest it was asked for by.
 */
import { createHash } from 'node:crypto';
import { PerigeeError } from '../../../shared/contract/codes.ts';
import { imageReferencePattern } from '../../../shared/contract/job-spec.ts';
import type { ImageConfig } from '../admission/image-rules.ts';
import { isOnThisMachine, tokenRequestOf } from './challenge.ts';
import { parseImageConfig } from './image-config.ts';
import { type Descriptor, type Manifest, manifestTypes, packedBytesOf, parseManifest } from './manifest.ts';

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

const answerDeadlineMs = 20_000;
/** Of a manifest and of a configuration; real ones are a few kilobytes. */
const mostBytes = 4 * 2 ** 20;

/** The name under which Docker's own registry answers. */
const addressOf = (registry: string): string => {
  if (registry === 'docker.io') return 'https://registry-1.docker.io';
  return `${isOnThisMachine(registry) ? 'http' : 'https'}://${registry}`;
};

const readBounded = async (response: Response, image: string): Promise<Buffer> => {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.byteLength;
    if (bytes > mostBytes) throw new PerigeeError('IMAGE_REFUSED', { image, reason: 'bad_manifest' });
    parts.push(part);
  }
  return Buffer.concat(parts);
};

/** @param get in place of the global one in tests of what no registry here does */
export const createRegistry = (get: typeof fetch = fetch): Registry => {
  const plan: Registry['plan'] = async (image, architecture, signal) => {
    const { registry, repository, digest } = imageReferencePattern.exec(image)?.groups ?? {};
    if (registry === undefined || digest === undefined)
      throw new PerigeeError('IMAGE_REFUSED', { image, reason: 'not_by_digest' });
    const refuse = (reason: string): PerigeeError => new PerigeeError('IMAGE_REFUSED', { image, reason });
    const failed = (detail: string, cause?: unknown): PerigeeError =>
      new PerigeeError('IMAGE_PULL_FAILED', { image, detail }, { cause });
    const limit = AbortSignal.any([...(signal ? [signal] : []), AbortSignal.timeout(answerDeadlineMs)]);
    let token: string | null = null;

    const request = (url: string): Promise<Response> =>
      get(url, {
        headers: {
          Accept: [...manifestTypes, 'application/octet-stream'].join(', '),
          ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
        },
        signal: limit,
      });
    const fetchToken = async (response: Response): Promise<boolean> => {
      const wanted = tokenRequestOf(response.headers.get('www-authenticate'));
      if (response.status !== 401 || wanted === null || token !== null) return false;
      const answer = await get(wanted.url, { signal: limit });
      const body: unknown = answer.ok ? JSON.parse((await readBounded(answer, image)).toString('utf8')) : null;
      const given = body as { token?: unknown; access_token?: unknown } | null;
      const found = given?.token ?? given?.access_token;
      token = typeof found === 'string' ? found : null;
      return token !== null;
    };
    /** One part by its digest. @throws IMAGE_NOT_FOUND, IMAGE_PULL_FAILED, IMAGE_REFUSED */
    const read = async (kind: 'manifests' | 'blobs', of: string): Promise<string> => {
      const url = `${addressOf(registry)}/v2/${repository}/${kind}/${of}`;
      let response = await request(url);
      if (await fetchToken(response)) response = await request(url);
      if (response.status === 404) throw new PerigeeError('IMAGE_NOT_FOUND', { image });
      if (!response.ok) throw failed(`${registry} answered ${response.status}`);
      const bytes = await readBounded(response, image);
      if (`sha256:${createHash('sha256').update(bytes).digest('hex')}` !== of) throw refuse('bad_manifest');
      return bytes.toString('utf8');
    };
    const manifestOf = async (of: string): Promise<Manifest> => {
      const manifest = parseManifest(await read('manifests', of));
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

    try {
      const top = await manifestOf(digest);
      const manifest = top.kind === 'image' ? top : await manifestOf(forThisSystem(top).digest);
      if (manifest.kind !== 'image') throw refuse('bad_manifest');
      const config = parseImageConfig(await read('blobs', manifest.config.digest));
      if (config === null) throw refuse('bad_manifest');
      return { packedBytes: packedBytesOf(manifest), layers: manifest.layers.length, config };
    } catch (error) {
      if (signal?.aborted) throw new PerigeeError('CANCELLED', {}, { cause: error });
      if (error instanceof PerigeeError) throw error;
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      throw failed(cause instanceof Error ? cause.message : String(cause), error);
    }
  };
  return { plan };
};
