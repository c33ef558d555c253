import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JobSpec } from '../../shared/contract/job-spec.ts';
import { guardCreateCall } from './create-guard.ts';
import { createCallOf } from './host-config.ts';

const spec: JobSpec = {
  ...{
    id: 'job-1',
    image: `docker.io/library/busybox@sha256:${'a'.repeat(64)}`,
    command: ['/bin/job'],
    workdir: '/srv',
  },
  ...{ env: { JOB_SEED: '7' }, memoryBytes: 2 ** 28, cpuThreads: 1, pids: 128, scratchBytes: 2 ** 20, network: 'none' },
  ...{ gpus: ['GPU-7e4cd0bb-2d9b-4c4c-9f6c-6b1d3a0b9f11'], maxSeconds: 60 },
};
const labels = { 'network.perigee.job': 'job-1', 'network.perigee.owner': 'folder-1' };
const ceiling = { cpuThreads: 2, memoryBytes: 2 ** 30, pids: 512, scratchBytes: 2 ** 30, networkBytes: 0 };
const byRuntime = () => createCallOf(spec, 'perigee-job-1', labels, { way: 'nvidia' });
const good = () => createCallOf(spec, 'perigee-job-1', labels);
const guard = (call: unknown) => guardCreateCall(call, { jobId: 'job-1', ceiling, gpus: spec.gpus, gatewayId: null });
const refused = (call: unknown): string[] => {
  const verdict = guard(call);
  return verdict.kind === 'refused' ? verdict.fields : [];
};
const withHost = (change: Record<string, unknown>) => ({ ...good(), HostConfig: { ...good().HostConfig, ...change } });

/** Every field of the Engine API's HostConfig that is never sent, with a value an engine was seen to accept. */
const neverSent: [string, unknown][] = [
  ...([
    ['privileged', true],
    ['PRIVILEGED', true],
    ['Binds', ['/:/host']],
    ['VolumesFrom', ['other']],
    ['VolumeDriver', 'local'],
    ['ContainerIDFile', '/etc/cron.d/x'],
    ['DeviceCgroupRules', ['a *:* rwm']],
    ['MaskedPaths', []],
    ['ReadonlyPaths', []],
    ['Sysctls', { 'kernel.core_pattern': '|/x' }],
    ['CgroupParent', '/'],
    ['Cgroup', 'container:x'],
    ['StorageOpt', { size: '1t' }],
    ['Links', ['gateway']],
    ['DnsOptions', ['x']],
    ['DnsSearch', ['x']],
    ['Annotations', { x: 'y' }],
    ['ConsoleSize', [1, 1]],
    ['Isolation', 'process'],
    ['CpuShares', 2],
    ['CpuPeriod', 1000],
    ['CpuQuota', 1000],
    ['CpuRealtimePeriod', 1000],
    ['CpuRealtimeRuntime', 1000],
    ['CpusetCpus', '0'],
    ['CpusetMems', '0'],
    ['MemorySwappiness', 100],
    ['KernelMemory', 1],
    ['BlkioWeightDevice', []],
    ['BlkioDeviceReadBps', []],
    ['BlkioDeviceWriteBps', []],
    ['BlkioDeviceReadIOps', []],
    ['BlkioDeviceWriteIOps', []],
    ['CpuCount', 1],
    ['CpuPercent', 1],
    ['IOMaximumIOps', 1],
    ['IOMaximumBandwidth', 1],
  ] as [string, unknown][]),
];

const changedValues: [string, unknown][] = [
  ...([
    ['Privileged', true],
    ['CapDrop', []],
    ['CapAdd', ['SYS_ADMIN']],
    ['SecurityOpt', []],
    ['SecurityOpt', ['no-new-privileges:true', 'seccomp=unconfined']],
    ['SecurityOpt', ['no-new-privileges:false']],
    ['ReadonlyRootfs', false],
    ['Tmpfs', {}],
    ['Tmpfs', { ...good().HostConfig.Tmpfs, '/etc': 'rw' }],
    ['Tmpfs', { '/tmp': 'rw,exec,suid,size=1g' }],
    [
      'Tmpfs',
      { ...good().HostConfig.Tmpfs, '/scratch': `rw,nosuid,nodev,size=${2 ** 31},uid=65532,gid=65532,mode=700` },
    ],
    ['Mounts', [{ Type: 'bind', Source: '/', Target: '/host' }]],
    ['NetworkMode', 'host'],
    ['NetworkMode', 'bridge'],
    ['NetworkMode', 'container:gateway'],
    ['IpcMode', 'host'],
    ['PidMode', 'host'],
    ['UTSMode', 'host'],
    ['CgroupnsMode', 'host'],
    ['UsernsMode', 'host'],
    ['Memory', 0],
    ['Memory', -1],
    ['Memory', 2 ** 31],
    ['MemorySwap', -1],
    ['MemoryReservation', 1],
    ['NanoCpus', 0],
    ['NanoCpus', 3e9],
    ['PidsLimit', -1],
    ['PidsLimit', 0],
    ['PidsLimit', 100_000],
    ['ShmSize', 2 ** 40],
    ['Ulimits', []],
    ['BlkioWeight', 1000],
    ['OomScoreAdj', -1000],
    ['OomKillDisable', true],
    ['Devices', [{ PathOnHost: '/dev/vda', PathInContainer: '/dev/vda', CgroupPermissions: 'rwm' }]],
    ['Devices', [{ PathOnHost: '/dev/kfd', PathInContainer: '/dev/kfd', CgroupPermissions: 'rw' }]],
    ['GroupAdd', ['44']],
    ['DeviceRequests', [{ Driver: 'nvidia', Count: -1, Capabilities: [['gpu']] }]],
    ['DeviceRequests', [{ Driver: 'cdi', DeviceIDs: ['nvidia.com/gpu=all'] }]],
    ['DeviceRequests', [{ Driver: 'cdi', DeviceIDs: ['nvidia.com/gpu=GPU-00000000-2d9b-4c4c-9f6c-6b1d3a0b9f11'] }]],
    ['DeviceRequests', [{ Driver: 'nvidia', DeviceIDs: ['all'], Capabilities: [['gpu', 'compute', 'utility']] }]],
    ['Runtime', 'runsc'],
    ['Init', false],
    ['RestartPolicy', { Name: 'always' }],
    ['AutoRemove', true],
    ['LogConfig', { Type: 'syslog', Config: { 'syslog-address': 'udp://10.0.0.9' } }],
    ['PublishAllPorts', true],
    ['PortBindings', { '22/tcp': [{ HostPort: '22' }] }],
    ['Dns', ['10.0.0.9']],
    ['ExtraHosts', ['coordinator:10.0.0.9']],
    ['GroupAdd', ['0']],
  ] as [string, unknown][]),
];

const changedTop: [string, unknown][] = [
  ...([
    ['User', '0:0'],
    ['User', ''],
    ['Image', 'busybox'],
    ['Env', ['LD_PRELOAD=x', 'NVIDIA_VISIBLE_DEVICES=void']],
    ['Env', ['NVIDIA_VISIBLE_DEVICES=all']],
    ['Env', ['JOB_A=1\nLD_PRELOAD=x', 'NVIDIA_VISIBLE_DEVICES=void']],
    ['Env', ['JOB_A=1']],
    ['Labels', { ...labels, 'com.docker.compose.project': 'x' }],
    ['Labels', { ...labels, 'network.perigee.job': 'job-2' }],
    ['name', 'perigee-job-2'],
    ['name', 'postgres'],
    ['Healthcheck', { Test: ['CMD', 'x'] }],
    ['StopSignal', 'SIGSTOP'],
    ['WorkingDir', '/proc/self/fd/8'],
    ['Entrypoint', ['/bin/sh']],
    ['Volumes', { '/data': {} }],
    ['ExposedPorts', { '22/tcp': {} }],
    ['NetworkingConfig', { EndpointsConfig: { bridge: {} } }],
    ['Hostname', 'coordinator'],
    ['MacAddress', '02:42:ac:11:00:02'],
    ['Tty', true],
    ['hostconfig', { Privileged: true }],
  ] as [string, unknown][]),
];

describe('the guard on the finished call', () => {
  it('passes what the builder makes', () => expect(guard(good())).toEqual({ kind: 'pass', call: good() }));

  it.each(neverSent)('refuses an added HostConfig.%s', (field, value) => {
    expect(refused(withHost({ [field]: value }))).toEqual([`HostConfig.${field}`]);
  });

  it.each(changedValues)('refuses HostConfig.%s = %j', (field, value) => {
    expect(refused(withHost({ [field]: value })).join()).toContain(`HostConfig.${field}`);
  });

  it.each(changedTop)('refuses %s = %j', (field, value) => {
    expect(refused({ ...good(), [field]: value }).join()).toContain(field);
  });

  it.each(Object.keys(good().HostConfig))('refuses a call without HostConfig.%s', (field) => {
    const { [field]: _left, ...rest } = { ...good().HostConfig } as Record<string, unknown>;
    expect(refused({ ...good(), HostConfig: rest }).join()).toContain(field);
  });

  it('reads what would be sent, not what the object pretends', () => {
    const sly = { ...good(), HostConfig: { ...good().HostConfig, toJSON: () => ({ Privileged: true }) } };
    expect(refused(sly)).not.toEqual([]);
  });

  it('refuses any field of any name at any depth', () => {
    const places = [
      [],
      ['HostConfig'],
      ['HostConfig', 'LogConfig'],
      ['HostConfig', 'RestartPolicy'],
      ['Labels'],
      ['Healthcheck'],
    ];
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.string({ minLength: 1 }), fc.jsonValue(), (place, field, value) => {
        const call = structuredClone(good()) as unknown as Record<string, unknown>;
        const at = place.reduce((node, key) => node[key] as Record<string, unknown>, call);
        fc.pre(!(field in at));
        Object.defineProperty(at, field, { value, enumerable: true });
        expect(guard(call).kind).toBe('refused');
      }),
      { numRuns: 2000 },
    );
  });

  it('lets a job have the nodes and groups of its own AMD GPUs, and no other', () => {
    const devices = { paths: ['/dev/kfd', '/dev/dri/renderD129'], groupIds: [44, 992] };
    const amd = { ...spec, gpus: ['0x5b6e5a4a3c2d1e0f'] };
    const built = createCallOf(amd, 'perigee-job-1', labels, { way: 'nodes', devices });
    const fieldsWith = (change: object): string[] => {
      const call = { ...built, HostConfig: { ...built.HostConfig, ...change } };
      const verdict = guardCreateCall(call, { jobId: 'job-1', ceiling, gpus: amd.gpus, gatewayId: null, devices });
      return verdict.kind === 'refused' ? verdict.fields : [];
    };
    const node = (path: string, change: object = {}) => ({
      ...{ PathOnHost: path, PathInContainer: path, CgroupPermissions: 'rw', ...change },
    });
    expect(fieldsWith({})).toEqual([]);
    expect(fieldsWith({ Devices: [node('/dev/kfd')] })).toEqual([]);
    for (const wrong of [
      node('/dev/dri/renderD128'),
      node('/dev/dri/card1'),
      node('/dev/dri'),
      node('/dev/mem'),
      node('/dev/dri/../kfd'),
      node('/dev/kfd', { CgroupPermissions: 'rwm' }),
      node('/dev/kfd', { PathInContainer: '/dev/dri/renderD129' }),
      node('/dev/kfd', { PathOnHost: '/dev/kfd\n' }),
      node('/dev/kfd', { More: true }),
    ])
      expect(fieldsWith({ Devices: [wrong] }).join()).toContain('HostConfig.Devices');
    expect(fieldsWith({ Devices: [node('/dev/kfd'), node('/dev/kfd')] })).toEqual(['HostConfig.Devices']);
    for (const wrong of [['0'], ['1000'], ['render'], ['044'], ['44', '0'], [44]])
      expect(fieldsWith({ GroupAdd: wrong }).join()).toContain('HostConfig.GroupAdd');
    expect(fieldsWith({ Devices: [] })).toEqual(['HostConfig.GroupAdd']);
  });

  it('lets NVIDIA’s runtime give only what the job asks for, and the variable say nothing else', () => {
    expect(guard(byRuntime()).kind).toBe('pass');
    const other = 'GPU-00000000-2d9b-4c4c-9f6c-6b1d3a0b9f11';
    for (const claimed of ['all', 'void', other, `${spec.gpus[0]},${other}`])
      expect(refused({ ...byRuntime(), Env: [`NVIDIA_VISIBLE_DEVICES=${claimed}`] })).not.toEqual([]);
    const [request] = byRuntime().HostConfig.DeviceRequests;
    const requests = [{ ...request, DeviceIDs: [other] }];
    expect(refused({ ...byRuntime(), HostConfig: { ...byRuntime().HostConfig, DeviceRequests: requests } })).toContain(
      'HostConfig.DeviceRequests',
    );
  });
});
