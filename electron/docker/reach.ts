/** What a container really got, read back from the engine rather than from what was asked of it. Pure. */
import type { ContainerInspectInfo } from 'dockerode';
import type { Reach } from '../../shared/contract/app/worker.ts';
import type { ImageFacts } from './image-facts.ts';

/** What Docker leaves a container that drops nothing. */
const defaultCapabilities = [
  ...['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE', 'NET_RAW'],
  ...['SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT'],
];

const names = (list: unknown): string[] =>
  Array.isArray(list) ? list.map((entry) => String(entry).toUpperCase().replace(/^CAP_/, '')) : [];

const capabilitiesOf = (host: ContainerInspectInfo['HostConfig']): string[] => {
  if (host.Privileged) return ['ALL'];
  const dropped = names(host.CapDrop);
  const kept = dropped.includes('ALL') ? [] : defaultCapabilities.filter((name) => !dropped.includes(name));
  return [...new Set([...kept, ...names(host.CapAdd)])];
};

const unitBytes: Record<string, number> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** @param options of a tmpfs mount @returns null when they set no size */
const sizeOf = (options: string): number | null => {
  const match = /(?:^|,)size=(\d+)([kmg]?)(?:,|$)/i.exec(options);
  return match ? Number(match[1]) * (unitBytes[(match[2] ?? '').toLowerCase()] ?? 1) : null;
};

/**
 * @param image null when the engine no longer has it; the digest is then the one asked for
 * @param isByGateway it shares the loopback of a gateway of ours, and nothing else
 */
export const reachOf = (info: ContainerInspectInfo, image: ImageFacts | null, isByGateway = false): Reach => {
  const { HostConfig: host, Config: config } = info;
  const asked = config.Image.split('@')[1] ?? config.Image;
  const held = image?.references.map((reference) => reference.split('@')[1] ?? '') ?? [];
  return {
    user: config.User === '' ? 'root' : config.User,
    network: isByGateway ? 'gateway' : (host.NetworkMode ?? 'default'),
    hosts: [],
    capabilities: capabilitiesOf(host),
    mounts: [
      ...Object.entries(host.Tmpfs ?? {}).map(([path, options]) => ({
        path,
        kind: 'memory',
        sizeBytes: sizeOf(options),
      })),
      ...info.Mounts.map((mount) => ({ path: mount.Destination, kind: mount.Type, sizeBytes: null })),
    ],
    isRootReadOnly: host.ReadonlyRootfs ?? false,
    gpus: [
      ...(host.DeviceRequests ?? []).flatMap((request) =>
        (request.DeviceIDs ?? []).map((id) => id.replace(/^nvidia\.com\/gpu=/, '')),
      ),
      ...((host.Devices ?? []) as { PathOnHost: string }[]).map(({ PathOnHost }) => PathOnHost),
    ],
    imageDigest: held.length === 0 || held.includes(asked) ? asked : (held[0] ?? asked),
    memoryBytes: host.Memory ?? 0,
    cpuThreads: (host.NanoCpus ?? 0) / 1e9,
    pids: host.PidsLimit ?? 0,
  };
};
