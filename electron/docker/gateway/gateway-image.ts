/**
 * The image of a gateway: one program of two kilobytes, and nothing else. Made here, byte for byte the same each time, so
 * no registry is asked for it. Pure.
 */
import { createHash } from 'node:crypto';
import { relayBytes } from './relay-bytes.ts';
import { tarOf } from './tar.ts';

export type GatewayArchitecture = keyof typeof relayBytes;

export const isGatewayArchitecture = (name: string | null): name is GatewayArchitecture =>
  name !== null && Object.hasOwn(relayBytes, name);

export interface GatewayImage {
  /** `perigee-gateway:<sixteen digits of what is in it>` */
  tag: string;
  /** Of its one layer, unpacked: `sha256:…`. */
  layer: string;
  /** As `docker load` takes it. */
  archive: Buffer;
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

export const gatewayImageOf = (architecture: GatewayArchitecture): GatewayImage => {
  const program = Buffer.from(relayBytes[architecture], 'base64');
  const layer = tarOf([{ kind: 'file', path: 'relay', content: program, mode: 0o555 }]);
  const layerName = sha256(layer);
  const config = Buffer.from(
    JSON.stringify({
      architecture,
      os: 'linux',
      created: '1970-01-01T00:00:00Z',
      config: { Entrypoint: ['/relay'], Cmd: ['wait'], User: '65532:65532', Env: ['PATH=/'] },
      rootfs: { type: 'layers', diff_ids: [`sha256:${layerName}`] },
    }),
  );
  const configName = `${sha256(config)}.json`;
  const tag = `perigee-gateway:${sha256(config).slice(0, 16)}`;
  const manifest = [{ Config: configName, RepoTags: [tag], Layers: [`${layerName}/layer.tar`] }];
  const archive = tarOf([
    { kind: 'folder', path: `${layerName}/` },
    { kind: 'file', path: `${layerName}/layer.tar`, content: layer, mode: 0o644 },
    { kind: 'file', path: configName, content: config, mode: 0o644 },
    { kind: 'file', path: 'manifest.json', content: Buffer.from(JSON.stringify(manifest)), mode: 0o644 },
  ]);
  return { tag, layer: `sha256:${layerName}`, archive };
};
