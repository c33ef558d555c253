/** Builds container images out of layers, without an engine and byte for byte the same each time. Pure. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type TarEntry, tarOf } from '../../electron/docker/gateway/tar.ts';

export interface Blob {
  digest: string;
  bytes: Buffer;
}

export interface BuiltImage {
  blobs: Blob[];
  manifest: Blob;
}

/** The parts of an image's configuration that the tests use, as the OCI image specification spells them. */
export interface ImageConfig {
  Cmd?: string[];
  Env?: string[];
  WorkingDir?: string;
  Volumes?: Record<string, Record<string, never>>;
}

export const manifestType = 'application/vnd.oci.image.manifest.v1+json';

const digestOf = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const blobOf = (bytes: Buffer): Blob => ({ digest: digestOf(bytes), bytes });

/** @param layers lowest first */
export const buildImage = (layers: TarEntry[][], config: ImageConfig): BuiltImage => {
  const tars = layers.map(tarOf);
  const layerBlobs = tars.map((tar) => blobOf(gzipSync(tar, { level: 1 })));
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  const configBlob = blobOf(
    Buffer.from(
      JSON.stringify({
        created: '1970-01-01T00:00:00Z',
        architecture,
        os: 'linux',
        config,
        rootfs: { type: 'layers', diff_ids: tars.map(digestOf) },
      }),
    ),
  );
  const descriptorOf = (mediaType: string) => (blob: Blob) => ({
    mediaType,
    digest: blob.digest,
    size: blob.bytes.length,
  });
  const manifest = blobOf(
    Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: manifestType,
        config: descriptorOf('application/vnd.oci.image.config.v1+json')(configBlob),
        layers: layerBlobs.map(descriptorOf('application/vnd.oci.image.layer.v1.tar+gzip')),
      }),
    ),
  );
  return { blobs: [...layerBlobs, configBlob], manifest };
};
