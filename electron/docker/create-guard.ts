/**
 * The second guard: reads the finished call once more, as the text that would be sent, against a closed list of fields
 * and values. It knows nothing of how the call was built, so a mistake there stops here. Pure.
 */
import { z } from 'zod';
import type { JobLimits } from '../../shared/contract/app/worker.ts';
import { imageReferencePattern } from '../../shared/contract/job-spec.ts';
import { type DeviceGrant, noDevices } from './amd/device-nodes.ts';

const empty = z.tuple([]);
const only = (...values: string[]) => z.array(z.enum(values)).length(values.length);

/** Options of one folder in memory, in this order; the size is checked against the ceiling. */
const memoryFolder = (flags: string) =>
  z.string().regex(new RegExp(`^rw,nosuid,nodev,${flags}size=[1-9][0-9]{0,15},uid=65532,gid=65532,mode=700$`));

/** Names no loader, driver or library path, and no proxy but our own; the one NVIDIA variable claims nothing, or GPUs by their names. */
const environmentEntry = z.union([
  z.string().regex(/^NVIDIA_VISIBLE_DEVICES=(?:void|GPU-[0-9a-f-]{36}(?:,GPU-[0-9a-f-]{36}){0,15})$/),
  z.string().regex(/^(?:HTTPS?_PROXY|https?_proxy)=http:\/\/127\.0\.0\.1:3128$/),
  z
    .string()
    .regex(/^(?:JOB_[A-Z0-9_]{1,60}|LANG|LC_ALL|TZ|OMP_NUM_THREADS|PYTHONUNBUFFERED|PYTHONHASHSEED)=[^\p{Cc}]*$/u),
]);

const gpuNames = (pattern: RegExp) => z.array(z.string().regex(pattern)).min(1).max(16);

/** AMD's compute driver, and one card to compute on: never the folder, never a node that sets a screen. */
const amdNode = /^\/dev\/(?:kfd|dri\/renderD[1-9][0-9]{2})$/;

const hostConfigSchema = z.strictObject({
  Privileged: z.literal(false),
  CapDrop: only('ALL'),
  CapAdd: empty,
  SecurityOpt: only('no-new-privileges:true'),
  ReadonlyRootfs: z.literal(true),
  Tmpfs: z.strictObject({ '/tmp': memoryFolder('noexec,'), '/scratch': memoryFolder('').optional() }),
  Mounts: empty,
  NetworkMode: z.string().regex(/^(?:none|container:[0-9a-f]{64})$/),
  IpcMode: z.literal('private'),
  PidMode: z.literal(''),
  UTSMode: z.literal(''),
  CgroupnsMode: z.literal('private'),
  UsernsMode: z.literal(''),
  Memory: z
    .number()
    .int()
    .min(16 * 1024 ** 2),
  MemorySwap: z.number().int().positive(),
  MemoryReservation: z.literal(0),
  NanoCpus: z.number().int().min(10_000_000),
  PidsLimit: z.number().int().positive(),
  ShmSize: z.literal(1024 ** 3),
  Ulimits: z.tuple([
    z.strictObject({ Name: z.literal('nofile'), Soft: z.literal(16_384), Hard: z.literal(16_384) }),
    z.strictObject({ Name: z.literal('core'), Soft: z.literal(0), Hard: z.literal(0) }),
  ]),
  BlkioWeight: z.literal(100),
  OomScoreAdj: z.literal(500),
  OomKillDisable: z.literal(false),
  Devices: z
    .array(
      z.strictObject({
        PathOnHost: z.string().regex(amdNode),
        PathInContainer: z.string().regex(amdNode),
        CgroupPermissions: z.literal('rw'),
      }),
    )
    .max(17),
  DeviceRequests: z
    .array(
      z.discriminatedUnion('Driver', [
        z.strictObject({ Driver: z.literal('cdi'), DeviceIDs: gpuNames(/^nvidia\.com\/gpu=GPU-[0-9a-f-]{36}$/) }),
        z.strictObject({
          Driver: z.literal('nvidia'),
          DeviceIDs: gpuNames(/^GPU-[0-9a-f-]{36}$/),
          Capabilities: z.tuple([only('gpu', 'compute', 'utility')]),
        }),
      ]),
    )
    .max(1),
  Runtime: z.literal('runc'),
  Init: z.literal(true),
  RestartPolicy: z.strictObject({ Name: z.literal('no') }),
  AutoRemove: z.literal(false),
  LogConfig: z.strictObject({
    Type: z.literal('local'),
    Config: z.strictObject({ 'max-size': z.literal('10m'), 'max-file': z.literal('3') }),
  }),
  PublishAllPorts: z.literal(false),
  PortBindings: z.strictObject({}),
  Dns: empty,
  ExtraHosts: empty,
  /** Numbers only, and never root's. */
  GroupAdd: z.array(z.string().regex(/^[1-9][0-9]{0,9}$/)).max(4),
});

const createCallSchema = z.strictObject({
  name: z.string().regex(/^perigee-[a-z0-9][a-z0-9-]{0,62}$/),
  Image: z.string().regex(imageReferencePattern),
  User: z.literal('65532:65532'),
  Env: z.array(environmentEntry).min(1).max(69),
  Labels: z.strictObject({
    'network.perigee.job': z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
    'network.perigee.owner': z.string().min(1).max(128),
  }),
  Healthcheck: z.strictObject({ Test: only('NONE') }),
  StopSignal: z.literal('SIGTERM'),
  HostConfig: hostConfigSchema,
  Cmd: z.array(z.string().max(8192)).min(1).max(64).optional(),
  WorkingDir: z
    .string()
    .regex(/^\/(?!proc(?:\/|$)|sys(?:\/|$))[A-Za-z0-9._/-]*$/)
    .optional(),
});

/** The part that a gateway's own call shares with a job's; without a network. */
export const isGuardedHostConfig = (hostConfig: unknown): boolean => {
  const read = hostConfigSchema.safeParse(JSON.parse(JSON.stringify(hostConfig)));
  return (
    read.success &&
    read.data.NetworkMode === 'none' &&
    read.data.DeviceRequests.length === 0 &&
    read.data.Devices.length === 0
  );
};

const claim = 'NVIDIA_VISIBLE_DEVICES=';

export interface GuardBounds {
  jobId: string;
  /** The most that the owner lets any job use. */
  ceiling: JobLimits;
  /** UUIDs of the GPUs that this job asks for; no other may be given. */
  gpus: readonly string[];
  /** The one container whose loopback this job may share; null: none. */
  gatewayId: string | null;
  /** Device nodes of those GPUs, and the groups that own them; left out: none. */
  devices?: DeviceGrant;
}

/** @returns the checked call as it is to be sent, or the paths of every field that was refused */
export const guardCreateCall = (
  call: unknown,
  { jobId, ceiling, gpus, gatewayId, devices = noDevices }: GuardBounds,
): { kind: 'pass'; call: Record<string, unknown> } | { kind: 'refused'; fields: string[] } => {
  const sent: unknown = JSON.parse(JSON.stringify(call));
  const read = createCallSchema.safeParse(sent);
  if (!read.success) {
    const fields = read.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => [...issue.path, key].join('.'))
        : [issue.path.join('.')],
    );
    return { kind: 'refused', fields };
  }
  const { name, Labels, Env, HostConfig } = read.data;
  const asked = HostConfig.DeviceRequests.flatMap(({ DeviceIDs }) => DeviceIDs);
  const claims = Env.filter((entry) => entry.startsWith(claim));
  const isByRuntime = HostConfig.DeviceRequests.some(({ Driver }) => Driver === 'nvidia');
  const nodes = HostConfig.Devices.map(({ PathOnHost }) => PathOnHost);
  const isOtherNode = ({ PathOnHost, PathInContainer }: (typeof HostConfig.Devices)[number]): boolean =>
    PathInContainer !== PathOnHost || !devices.paths.includes(PathOnHost);
  const isOtherGroup = (id: string): boolean => nodes.length === 0 || !devices.groupIds.includes(Number(id));
  const scratchBytes = Number(/size=([0-9]+)/.exec(HostConfig.Tmpfs['/scratch'] ?? 'size=0')?.[1]);
  const refusals: [string, boolean][] = [
    ['name', name !== `perigee-${jobId}`],
    ['Labels.network.perigee.job', Labels['network.perigee.job'] !== jobId],
    ['Env', claims.length !== 1 || claims[0] !== `${claim}${isByRuntime ? asked.join(',') : 'void'}`],
    ['Env', Env.some((entry) => /^https?_proxy=/i.test(entry)) !== (gatewayId !== null)],
    ['HostConfig.NetworkMode', HostConfig.NetworkMode !== (gatewayId === null ? 'none' : `container:${gatewayId}`)],
    ['HostConfig.DeviceRequests', asked.some((name) => !gpus.includes(name.replace(/^nvidia\.com\/gpu=/, '')))],
    ['HostConfig.Devices', HostConfig.Devices.some(isOtherNode) || new Set(nodes).size !== nodes.length],
    ['HostConfig.GroupAdd', HostConfig.GroupAdd.some(isOtherGroup)],
    ['HostConfig.Memory', HostConfig.Memory > ceiling.memoryBytes],
    ['HostConfig.MemorySwap', HostConfig.MemorySwap !== HostConfig.Memory],
    ['HostConfig.NanoCpus', HostConfig.NanoCpus > Math.round(ceiling.cpuThreads * 1e9)],
    ['HostConfig.PidsLimit', HostConfig.PidsLimit > ceiling.pids],
    ['HostConfig.Tmpfs./scratch', scratchBytes > ceiling.scratchBytes],
  ];
  const fields = refusals.flatMap(([field, isRefused]) => (isRefused ? [field] : []));
  return fields.length > 0 ? { kind: 'refused', fields } : { kind: 'pass', call: read.data };
};
