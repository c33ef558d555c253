/** The demo image with another command: a job long enough to be killed under. */
import { createHash } from 'node:crypto';
import { pushImage } from '../../../scripts/provision/registry.ts';

interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
}
interface Manifest {
  schemaVersion: number;
  mediaType: string;
  config: Descriptor;
  layers: Descriptor[];
}

const within = () => ({ signal: AbortSignal.timeout(10_000) });

const read = async (url: string, accept: string): Promise<unknown> => {
  const response = await fetch(url, { headers: { accept }, ...within() });
  if (!response.ok) throw new Error(`the registry answered ${response.status} to ${url}`);
  return response.json();
};

const blobOf = (value: unknown) => {
  const bytes = Buffer.from(JSON.stringify(value));
  return { bytes, digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}` };
};

/**
 * Puts the same layers under the same repository with a command of our own.
 *
 * @param demo `registry/repository@sha256:…`
 * @returns the new reference
 */
export const withCommand = async (demo: string, command: readonly string[]): Promise<string> => {
  const [, registry, repository, digest] = /^([^/]+)\/(.+)@(sha256:[0-9a-f]{64})$/.exec(demo) ?? [];
  if (registry === undefined || repository === undefined || digest === undefined) throw new Error(demo);
  const base = `http://${registry}/v2/${repository}`;
  const manifest = (await read(
    `${base}/manifests/${digest}`,
    'application/vnd.oci.image.manifest.v1+json',
  )) as Manifest;
  const image = (await read(`${base}/blobs/${manifest.config.digest}`, '*/*')) as { config: object };
  const config = blobOf({ ...image, config: { ...image.config, Cmd: command } });
  const changed = blobOf({
    ...manifest,
    config: { ...manifest.config, digest: config.digest, size: config.bytes.length },
  });
  return pushImage(registry, repository, { blobs: [config], manifest: changed });
};
