/**
 * What a renter can touch, told from what the container really got. A thing is listed as out of reach only where the
 * engine's own answer shows it. A gateway has no network either, so what lies behind it is what the app itself opens.
 */
import type { Reach } from '../../../shared/contract/app/worker.ts';

export type Reached =
  | { kind: 'gpus'; names: readonly string[] }
  | { kind: 'limits'; cpuThreads: number; memoryBytes: number }
  | { kind: 'unlimited' }
  | { kind: 'scratch'; path: string; sizeBytes: number | null }
  | { kind: 'memory_folder'; path: string; sizeBytes: number | null }
  | { kind: 'host_folder'; path: string }
  | { kind: 'other_mount'; path: string; mount: string }
  | { kind: 'network'; name: string }
  | { kind: 'host'; path: string }
  | { kind: 'capabilities'; names: readonly string[] }
  | { kind: 'root_filesystem' };

export type Unreached = 'files' | 'network' | 'home_network' | 'gpus' | 'docker' | 'root_filesystem' | 'rights';

/** Mounts that come from the owner's own disk. */
const isFromHost = (kind: string): boolean => kind === 'bind' || kind === 'npipe';

const mountReached = (mount: Reach['mounts'][number]): Reached => {
  if (mount.kind === 'volume') return { kind: 'scratch', path: mount.path, sizeBytes: mount.sizeBytes };
  if (mount.kind === 'memory' || mount.kind === 'tmpfs')
    return { kind: 'memory_folder', path: mount.path, sizeBytes: mount.sizeBytes };
  if (isFromHost(mount.kind)) return { kind: 'host_folder', path: mount.path };
  return { kind: 'other_mount', path: mount.path, mount: mount.kind };
};

const networkReached = ({ network, hosts }: Reach): Reached[] => {
  if (network === 'gateway') return hosts.map((path) => ({ kind: 'host', path }));
  return network === 'none' ? [] : [{ kind: 'network', name: network }];
};

/** What it can touch, gravest first: a host folder or a network stands before the limits. */
export const reachedBy = (reach: Reach): Reached[] => {
  const mounts = reach.mounts.map(mountReached);
  const grave = mounts.filter(({ kind }) => kind === 'host_folder' || kind === 'other_mount');
  const own = mounts.filter(({ kind }) => kind !== 'host_folder' && kind !== 'other_mount');
  return [
    ...grave,
    ...networkReached(reach),
    ...(reach.capabilities.length === 0 ? [] : [{ kind: 'capabilities', names: reach.capabilities } as const]),
    ...(reach.isRootReadOnly ? [] : [{ kind: 'root_filesystem' } as const]),
    ...(reach.gpus.length === 0 ? [] : [{ kind: 'gpus', names: reach.gpus } as const]),
    // The engine writes a missing limit as 0.
    reach.cpuThreads === 0 || reach.memoryBytes === 0
      ? { kind: 'unlimited' }
      : { kind: 'limits', cpuThreads: reach.cpuThreads, memoryBytes: reach.memoryBytes },
    ...own,
  ];
};

/** What it cannot touch, each shown by a value that the engine gave. */
export const unreachedBy = (reach: Reach): Unreached[] => {
  const isIsolated = reach.mounts.every(({ kind }) => kind === 'volume' || kind === 'memory' || kind === 'tmpfs');
  const claims: [Unreached, boolean][] = [
    ['files', isIsolated],
    ['network', reach.network === 'none'],
    ['gpus', reach.gpus.length === 0],
    ['home_network', reach.network === 'gateway'],
    ['docker', isIsolated && ['none', 'gateway'].includes(reach.network)],
    ['rights', reach.capabilities.length === 0],
    ['root_filesystem', reach.isRootReadOnly],
  ];
  return claims.filter(([, holds]) => holds).map(([claim]) => claim);
};
