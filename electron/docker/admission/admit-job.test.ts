import { describe, expect, it } from 'vitest';
import { type AdmissionPolicy, admitJob } from './admit-job.ts';

const image = `docker.io/library/busybox@sha256:${'a'.repeat(64)}`;
const gpu = 'GPU-7e4cd0bb-2d9b-4c4c-9f6c-6b1d3a0b9f11';
const spec = {
  id: 'job-1',
  image,
  command: ['/bin/job'],
  env: { JOB_SEED: '7' },
  workdir: '/srv/work',
  memoryBytes: 256 * 1024 ** 2,
  cpuThreads: 1,
  pids: 128,
  scratchBytes: 1024 ** 2,
  gpus: [gpu],
  network: 'none',
  maxSeconds: 60,
};
const policy: AdmissionPolicy = {
  limits: { cpuThreads: 2, memoryBytes: 1024 ** 3, pids: 512, scratchBytes: 1024 ** 3 },
  registries: ['docker.io'],
  leasedGpus: [gpu],
  engine: 'sound',
  imageVouchedBy: 'network',
};
const reasonsFor = (offered: unknown, changed: Partial<AdmissionPolicy> = {}): string[] => {
  const verdict = admitJob(offered, { ...policy, ...changed });
  return verdict.kind === 'refused' ? verdict.reasons : [];
};

/** Fields of Docker's that no job has, as hostile offers would send them. */
const unknownFields: [string, unknown][] = [
  ...([
    ['Privileged', true],
    ['privileged', true],
    ['Binds', ['/:/host']],
    ['Binds', ['/var/run/docker.sock:/var/run/docker.sock']],
    ['Mounts', [{ Type: 'volume', VolumeOptions: { DriverConfig: { Options: { o: 'bind', device: '/etc' } } } }]],
    ['Mounts', [{ Type: 'npipe', Source: '\\\\.\\pipe\\docker_engine' }]],
    ['VolumesFrom', ['perigee-other']],
    ['PidMode', 'host'],
    ['NetworkMode', 'host'],
    ['NetworkMode', 'container:gateway'],
    ['IpcMode', 'host'],
    ['UsernsMode', 'host'],
    ['CgroupnsMode', 'host'],
    ['UTSMode', 'host'],
    ['CapAdd', ['ALL', 'SYS_ADMIN']],
    ['SecurityOpt', ['seccomp=unconfined']],
    ['SecurityOpt', ['apparmor=unconfined']],
    ['SecurityOpt', ['no-new-privileges=false']],
    ['MaskedPaths', []],
    ['Devices', [{ PathOnHost: '/dev/vda' }]],
    ['DeviceCgroupRules', ['a *:* rwm']],
    ['Runtime', 'runc'],
    ['Sysctls', { 'kernel.core_pattern': '|/x' }],
    ['CgroupParent', '/'],
    ['shmBytes', 2 ** 40],
    ['PortBindings', { '22/tcp': [{ HostIp: '0.0.0.0', HostPort: '22' }] }],
    ['ExtraHosts', ['coordinator:10.0.0.9']],
    ['LogConfig', { Type: 'syslog', Config: { 'syslog-address': 'udp://10.0.0.9' } }],
    ['ContainerIDFile', '/etc/cron.d/x'],
    ['labels', { 'app.epoch': '9' }],
    ['HostConfig', { Privileged: true }],
  ] as [string, unknown][]),
];

const badValues: [string, Record<string, unknown>, string][] = [
  ['every GPU', { gpus: 'all' }, 'bad_gpus'],
  ['a count of GPUs', { gpus: -1 }, 'bad_gpus'],
  ['a device path as GPU', { gpus: ['/dev/nvidia0'] }, 'bad_gpus'],
  ['an NVIDIA variable', { env: { NVIDIA_VISIBLE_DEVICES: 'all' } }, 'bad_env'],
  ['a loader variable', { env: { LD_PRELOAD: '/proc/self/cwd/x.so' } }, 'bad_env'],
  ['a proxy', { env: { HTTPS_PROXY: 'http://10.0.0.9' } }, 'bad_env'],
  ['a NUL in a value', { env: { JOB_A: 'a\0b' } }, 'bad_env'],
  ['a line break in a value', { env: { JOB_A: 'a\nLD_PRELOAD=x' } }, 'bad_env'],
  ['a line break in a name', { env: { 'JOB_A\nLD_PRELOAD': 'x' } }, 'bad_env'],
  ['a working folder by descriptor', { workdir: '/proc/self/fd/8' }, 'workdir_in_proc'],
  ['a working folder that climbs', { workdir: '/srv/../proc/self' }, 'bad_workdir'],
  ['a relative working folder', { workdir: 'srv' }, 'bad_workdir'],
  ['a tag', { image: 'docker.io/library/busybox:latest' }, 'bad_image'],
  ['a tag with a digest', { image: `docker.io/library/busybox:1@sha256:${'a'.repeat(64)}` }, 'bad_image'],
  ['a short digest', { image: 'docker.io/library/busybox@sha256:aa' }, 'bad_image'],
  ['no registry', { image: `busybox@sha256:${'a'.repeat(64)}` }, 'bad_image'],
  ['the metadata address', { image: `169.254.169.254/x@sha256:${'a'.repeat(64)}` }, 'registry_not_allowed'],
  ['a look-alike registry', { image: `docker.io.evil.example/x@sha256:${'a'.repeat(64)}` }, 'registry_not_allowed'],
  ['a network', { network: 'host' }, 'bad_network'],
  ['an internal address as network', { network: '[::ffff:192.168.1.1]' }, 'bad_network'],
  ['a path as id', { id: '../x' }, 'bad_id'],
  ['a prototype as id', { id: '__proto__' }, 'bad_id'],
  ['an upper-case id', { id: 'Job' }, 'bad_id'],
  ['a NUL in an argument', { command: ['a\0b'] }, 'bad_command'],
  ['a shell string', { command: 'rm -rf /' }, 'bad_command'],
  ['an endless run', { maxSeconds: Number.POSITIVE_INFINITY }, 'bad_maxSeconds'],
  ['more memory than allowed', { memoryBytes: 2 * 1024 ** 3 }, 'over_memory'],
  ['more CPU than allowed', { cpuThreads: 2.5 }, 'over_cpu'],
  ['more processes than allowed', { pids: 513 }, 'over_pids'],
  ['more scratch than allowed', { scratchBytes: 1024 ** 3 + 1 }, 'over_scratch'],
  ['a GPU that is not leased', { gpus: ['GPU-00000000-0000-0000-0000-000000000000'] }, 'gpu_not_leased'],
];
const badNumbers = [-1, 0, 9e99, Number.NaN, 2 ** 53 + 2, 1e-9, '64', null];

describe('admission of jobs', () => {
  it('admits a job within the limits', () => {
    expect(admitJob(spec, policy)).toEqual({ kind: 'admitted', spec });
  });

  it.each(unknownFields)('refuses the unknown field %s = %j', (field, value) => {
    expect(reasonsFor({ ...spec, [field]: value })).toEqual(['unknown_field']);
  });

  it.each(badValues)('refuses %s', (_title, change, reason) => {
    expect(reasonsFor({ ...spec, ...change })).toEqual([reason]);
  });

  it.each(['memoryBytes', 'cpuThreads', 'pids'].flatMap((field) => badNumbers.map((value) => [field, value] as const)))(
    'refuses %s = %s',
    (field, value) => expect(reasonsFor({ ...spec, [field]: value })).not.toEqual([]),
  );

  it('refuses a duplicate key by what it comes to, whichever of the two wins', () => {
    const text = JSON.stringify(spec).replace(/\}$/, ',"Privileged":false,"privileged":true,"pids":1,"pids":100000}');
    expect(reasonsFor(JSON.parse(text))).toEqual(expect.arrayContaining(['unknown_field', 'bad_pids']));
  });

  it('lets a prototype among the variables come to nothing', () => {
    const verdict = admitJob(JSON.parse(JSON.stringify(spec).replace('"JOB_SEED"', '"__proto__"')), policy);
    expect(verdict.kind === 'admitted' && Object.entries(verdict.spec.env)).toEqual([]);
  });

  it.each([null, undefined, 'job', 7, [], [spec]])('refuses %j as a job', (offered) => {
    expect(admitJob(offered, policy).kind).toBe('refused');
  });

  it('names every reason at once, and the job when its id is sound', () => {
    const verdict = admitJob({ ...spec, memoryBytes: 2 * 1024 ** 3, pids: 513 }, policy);
    expect(verdict).toEqual({ kind: 'refused', jobId: 'job-1', reasons: ['over_memory', 'over_pids'] });
  });

  it('refuses an image that nobody signed for', () => {
    expect(reasonsFor(spec, { imageVouchedBy: null })).toEqual(['image_unsigned']);
  });

  it('keeps strangers off an engine below the floor or unreviewed, and lets the network run there what it signed itself', () => {
    expect(reasonsFor(spec, { engine: 'below_floor', imageVouchedBy: null })).toContain('engine_below_floor');
    expect(reasonsFor(spec, { engine: 'unreviewed', imageVouchedBy: null })).toContain('engine_unreviewed');
    expect(reasonsFor(spec, { engine: 'below_floor' })).toEqual([]);
  });
});
