/**
 * The whole call that creates a job's container, built from nothing out of the job's twelve fields. Nothing a renter
 * sends is copied into it unread, and nothing is merged. Pure. Docker's spelling, so it never leaves this folder.
 */
import type { JobSpec } from '../../shared/contract/job-spec.ts';
import { type DeviceGrant, noDevices } from './amd/device-nodes.ts';
import { cdiNameOf, type GpuWay } from './gpu-ways.ts';

/** An account that exists on no host and owns nothing: the one distroless images call nonroot. */
const jobUserId = 65532;
const mebibyte = 1024 ** 2;

export interface HostConfig {
  Privileged: false;
  CapDrop: string[];
  CapAdd: string[];
  SecurityOpt: string[];
  ReadonlyRootfs: true;
  Tmpfs: Record<string, string>;
  Mounts: never[];
  NetworkMode: string;
  IpcMode: string;
  PidMode: string;
  UTSMode: string;
  CgroupnsMode: string;
  UsernsMode: string;
  Memory: number;
  MemorySwap: number;
  MemoryReservation: number;
  NanoCpus: number;
  PidsLimit: number;
  ShmSize: number;
  Ulimits: { Name: string; Soft: number; Hard: number }[];
  BlkioWeight: number;
  OomScoreAdj: number;
  OomKillDisable: false;
  Devices: { PathOnHost: string; PathInContainer: string; CgroupPermissions: string }[];
  DeviceRequests: { Driver: string; DeviceIDs: string[]; Capabilities?: string[][] }[];
  Runtime: string;
  Init: true;
  RestartPolicy: { Name: string };
  AutoRemove: false;
  LogConfig: { Type: string; Config: Record<string, string> };
  PublishAllPorts: false;
  PortBindings: Record<string, never>;
  Dns: string[];
  ExtraHosts: string[];
  GroupAdd: string[];
}

export interface CreateCall {
  name: string;
  Image: string;
  User: string;
  Env: string[];
  Labels: Record<string, string>;
  Healthcheck: { Test: string[] };
  StopSignal: string;
  HostConfig: HostConfig;
  Cmd?: string[];
  WorkingDir?: string;
}

/** A folder in memory that belongs to the job's account. The mode counts only where the image lacks the folder. */
const memoryFolder = (sizeBytes: number, ...flags: string[]): string =>
  ['rw', 'nosuid', 'nodev', ...flags, `size=${sizeBytes}`, `uid=${jobUserId}`, `gid=${jobUserId}`, 'mode=700'].join();

/** Each GPU by its own name; compute and the tools that look at it, no graphics. */
const deviceRequestsOf = (uuids: readonly string[], way: GpuWay): HostConfig['DeviceRequests'] => {
  if (uuids.length === 0 || way === 'nodes') return [];
  if (way === 'cdi') return [{ Driver: 'cdi', DeviceIDs: uuids.map(cdiNameOf) }];
  return [{ Driver: 'nvidia', DeviceIDs: [...uuids], Capabilities: [['gpu', 'compute', 'utility']] }];
};

/** To read and write, never to make another. */
const devicesOf = ({ paths }: DeviceGrant): HostConfig['Devices'] =>
  paths.map((path) => ({ PathOnHost: path, PathInContainer: path, CgroupPermissions: 'rw' }));

/** What of a job the limits of its container come from. */
type Limited = Pick<JobSpec, 'memoryBytes' | 'cpuThreads' | 'pids' | 'scratchBytes' | 'gpus'>;

/** What a job's container is given besides its limits; each is nothing when left out. */
export interface Given {
  /** By which the engine gives its GPUs. */
  way?: GpuWay;
  /** Device nodes of the job's own GPUs, where that is the way. */
  devices?: DeviceGrant;
  /** The container that it reaches its hosts through; null: it has no network. */
  gatewayId?: string | null;
}

export const hostConfigOf = (
  spec: Limited,
  { way = 'cdi', devices = noDevices, gatewayId = null }: Given = {},
): HostConfig => ({
  // No kernel privilege. The engine's own seccomp and AppArmor profiles stay, because nothing here names them.
  Privileged: false,
  CapDrop: ['ALL'],
  CapAdd: [],
  SecurityOpt: ['no-new-privileges:true'],
  // Nothing the job writes outlives it, and the disk is bounded.
  ReadonlyRootfs: true,
  Tmpfs: {
    '/tmp': memoryFolder(1024 * mebibyte, 'noexec'),
    ...(spec.scratchBytes > 0 ? { '/scratch': memoryFolder(spec.scratchBytes) } : {}),
  },
  Mounts: [],
  NetworkMode: gatewayId === null ? 'none' : `container:${gatewayId}`,
  IpcMode: 'private',
  // Empty: a namespace of its own, or as the engine remaps.
  PidMode: '',
  UTSMode: '',
  CgroupnsMode: 'private',
  UsernsMode: '',
  // Memory and swap together as much as memory alone: no swap.
  Memory: spec.memoryBytes,
  MemorySwap: spec.memoryBytes,
  MemoryReservation: 0,
  NanoCpus: Math.round(spec.cpuThreads * 100) * 10_000_000,
  PidsLimit: spec.pids,
  ShmSize: 1024 * mebibyte,
  Ulimits: [
    // An engine without CAP_SYS_RESOURCE (rootless, or in a container) cannot start a job above its own limit; the
    // lowest one met was 20,000.
    { Name: 'nofile', Soft: 16_384, Hard: 16_384 },
    { Name: 'core', Soft: 0, Hard: 0 },
  ],
  // The job yields the disk to the owner, and under memory pressure dies before the desktop.
  BlkioWeight: 100,
  OomScoreAdj: 500,
  OomKillDisable: false,
  Devices: devicesOf(way === 'nodes' ? devices : noDevices),
  DeviceRequests: deviceRequestsOf(spec.gpus, way),
  Runtime: 'runc',
  // Reaps zombies and passes TERM on.
  Init: true,
  // The worker decides about a second start, and the exit code must stay readable.
  RestartPolicy: { Name: 'no' },
  AutoRemove: false,
  LogConfig: { Type: 'local', Config: { 'max-size': '10m', 'max-file': '3' } },
  PublishAllPorts: false,
  PortBindings: {},
  Dns: [],
  ExtraHosts: [],
  // Without a node's group the job's account could not open it.
  GroupAdd: (way === 'nodes' ? devices : noDevices).groupIds.map(String),
});

/** By which programs find the proxy at the relay; some read the one spelling, some the other. */
const proxyEnvironment = ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'].map(
  (name) => `${name}=http://127.0.0.1:3128`,
);

/** @param name and labels by which the container is known as ours */
export const createCallOf = (
  spec: JobSpec,
  name: string,
  labels: Record<string, string>,
  given: Given = {},
): CreateCall => ({
  name,
  Image: spec.image,
  User: `${jobUserId}:${jobUserId}`,
  Env: [
    ...Object.entries(spec.env).map(([key, value]) => `${key}=${value}`),
    // An image's own variable would claim every GPU wherever NVIDIA's runtime or its hook listens to it.
    `NVIDIA_VISIBLE_DEVICES=${given.way === 'nvidia' && spec.gpus.length > 0 ? spec.gpus.join(',') : 'void'}`,
    ...((given.gatewayId ?? null) === null ? [] : proxyEnvironment),
  ],
  Labels: labels,
  // An image's own check would run a command beside the job.
  Healthcheck: { Test: ['NONE'] },
  StopSignal: 'SIGTERM',
  HostConfig: hostConfigOf(spec, given),
  ...(spec.command.length > 0 ? { Cmd: spec.command } : {}),
  ...(spec.workdir !== null ? { WorkingDir: spec.workdir } : {}),
});
