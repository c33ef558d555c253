/** A registry on loopback that holds one image and the bundles beside it, by the referrers API or by the tag for it. */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bundleType } from '../../../electron/docker/registry/referrers.ts';

const digestOf = (bytes: Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

export interface SigningRegistry {
  /** `127.0.0.1:PORT/acme/image@sha256:…` */
  readonly image: string;
  readonly host: string;
  /** Paths that were asked for. */
  readonly asked: string[];
  close(): Promise<void>;
}

export interface Holding {
  manifest: Buffer;
  config?: Buffer;
  bundles: readonly Uint8Array[];
  /** How it tells what belongs to an image. */
  shape?: 'referrers' | 'tag';
  /** Changes an answer. @returns null to leave it */
  answers?: (path: string) => { status: number; body: Uint8Array | string } | null;
  /** What the entries say they belong to; the image when left out. */
  subject?: string;
}

export const startSigningRegistry = async (holding: Holding): Promise<SigningRegistry> => {
  const { manifest, config, bundles, shape = 'referrers' } = holding;
  const digest = digestOf(manifest);
  const parts = new Map<string, Uint8Array>([[digest, manifest]]);
  if (config !== undefined) parts.set(digestOf(config), config);
  const entries = bundles.map((bundle) => {
    const entry = Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        artifactType: bundleType,
        config: { mediaType: 'application/vnd.oci.empty.v1+json', digest: digestOf(Buffer.from('{}')), size: 2 },
        layers: [{ mediaType: bundleType, digest: digestOf(bundle), size: bundle.byteLength }],
        subject: { digest: holding.subject ?? digest, size: manifest.byteLength },
      }),
    );
    parts.set(digestOf(bundle), bundle);
    parts.set(digestOf(entry), entry);
    return { digest: digestOf(entry), size: entry.byteLength, artifactType: bundleType };
  });
  const list = JSON.stringify({ schemaVersion: 2, manifests: entries });
  const asked: string[] = [];
  const bodyOf = (path: string): Uint8Array | string | undefined => {
    if (path === `/v2/acme/image/referrers/${digest}`) return shape === 'referrers' ? list : undefined;
    if (path === `/v2/acme/image/manifests/${digest.replace(':', '-')}`) return shape === 'tag' ? list : undefined;
    return parts.get(/^\/v2\/acme\/image\/(?:manifests|blobs)\/(sha256:[0-9a-f]{64})$/.exec(path)?.[1] ?? '');
  };
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    asked.push(path);
    const changed = holding.answers?.(path) ?? null;
    const body = changed?.body ?? bodyOf(path);
    response.writeHead(changed?.status ?? (body === undefined ? 404 : 200)).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    image: `${host}/acme/image@${digest}`,
    asked,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};
