/**
 * Jobs that a hostile renter or a hostile network would send, as the text they come as. The fields are those of which
 * Docker Engine 20.10 itself took 38 of 43 without a word when they were tried on it.
 */

const image = `docker.io/library/busybox@sha256:${'a'.repeat(64)}`;
export const leasedGpu = 'GPU-7e4cd0bb-2d9b-4c4c-9f6c-6b1d3a0b9f11';
export const leasedAmdGpu = '0x5b6e5a4a3c2d1e0f';

export const honestJob = {
  id: 'job-1',
  image,
  command: ['/bin/job'],
  env: { JOB_SEED: '7' },
  workdir: '/srv/work',
  memoryBytes: 256 * 2 ** 20,
  cpuThreads: 1,
  pids: 128,
  scratchBytes: 2 ** 20,
  gpus: [leasedGpu],
  network: 'none',
  maxSeconds: 60,
};

export interface HostileJob {
  title: string;
  text: string;
  /** The only one there is, but for a text that is no job at all. */
  reason: string;
}

const withField = (title: string, field: string, value: unknown): HostileJob => ({
  title,
  text: JSON.stringify({ ...honestJob, [field]: value }),
  reason: 'unknown_field',
});
const withValue = (title: string, change: Record<string, unknown>, reason: string): HostileJob => ({
  title,
  text: JSON.stringify({ ...honestJob, ...change }),
  reason,
});
/** JSON of its own spelling in place of a field's value. */
const withText = (title: string, field: keyof typeof honestJob, raw: string, reason: string): HostileJob => ({
  title,
  text: JSON.stringify({ ...honestJob, [field]: '@' }).replace('"@"', raw),
  reason,
});
const digest = `sha256:${'a'.repeat(64)}`;
const volumeAsBind = {
  Type: 'volume',
  Target: '/host',
  VolumeOptions: { DriverConfig: { Name: 'local', Options: { type: 'none', o: 'bind', device: '/etc' } } },
};

export const hostileJobs: readonly HostileJob[] = [
  withField('1 Privileged', 'Privileged', true),
  withField('2 privileged in lower case', 'privileged', true),
  {
    title: '3 a key twice, harmless first',
    text: `{"pids":128,${JSON.stringify(honestJob).slice(1)}`,
    reason: 'duplicate_key',
  },
  withField('4 the host’s root as a bind', 'Binds', ['/:/host']),
  withField('5 the engine’s socket as a bind', 'Binds', ['/var/run/docker.sock:/var/run/docker.sock']),
  withField('6 a volume that is a bind', 'Mounts', [volumeAsBind]),
  withField('7 the engine’s pipe', 'Mounts', [{ Type: 'npipe', Source: '\\\\.\\pipe\\docker_engine' }]),
  withField('8 another job’s volumes', 'VolumesFrom', ['perigee-job-2']),
  withField('9 the host’s processes', 'PidMode', 'host'),
  withField('10 the host’s network', 'NetworkMode', 'host'),
  withField('11 the gateway’s network', 'NetworkMode', 'container:gateway'),
  withField('12 the host’s shared memory', 'IpcMode', 'host'),
  withField('13 the host’s users', 'UsernsMode', 'host'),
  withField('14 the host’s control groups', 'CgroupnsMode', 'host'),
  withField('14 the host’s name', 'UTSMode', 'host'),
  withField('15 capabilities', 'CapAdd', ['ALL', 'SYS_ADMIN']),
  withField('16 no seccomp', 'SecurityOpt', ['seccomp=unconfined']),
  withField('17 no AppArmor', 'SecurityOpt', ['apparmor=unconfined']),
  withField('18 new privileges', 'SecurityOpt', ['no-new-privileges=false']),
  withField('19 no masked paths', 'MaskedPaths', []),
  withField('20 a disk', 'Devices', [
    { PathOnHost: '/dev/vda', PathInContainer: '/dev/vda', CgroupPermissions: 'rwm' },
  ]),
  withField('21 every device', 'DeviceCgroupRules', ['a *:* rwm']),
  withValue('22 every GPU by number', { gpus: -1 }, 'bad_gpus'),
  withValue('22 every GPU by word', { gpus: 'all' }, 'bad_gpus'),
  withValue('22 every GPU by word in a list', { gpus: ['all'] }, 'bad_gpus'),
  withValue('22 a GPU by its path', { gpus: ['/dev/nvidia0'] }, 'bad_gpus'),
  withField('21 AMD’s compute driver', 'Devices', [
    { PathOnHost: '/dev/kfd', PathInContainer: '/dev/kfd', CgroupPermissions: 'rw' },
  ]),
  withField('21 the group of a device', 'GroupAdd', ['44']),
  withValue('22 AMD’s compute driver by its path', { gpus: ['/dev/kfd'] }, 'bad_gpus'),
  withValue('22 an AMD GPU by its node', { gpus: ['renderD128'] }, 'bad_gpus'),
  withValue('22 an AMD GPU by number', { gpus: ['0x0'] }, 'bad_gpus'),
  withValue('22 an AMD GPU by another spelling', { gpus: ['0x05b6e5a4a3c2d1e0f'] }, 'bad_gpus'),
  withValue('23 an AMD GPU that is not leased', { gpus: ['0x5b6e5a4a3c2d1e0e'] }, 'gpu_not_leased'),
  withValue('23 a GPU that is not leased', { gpus: ['GPU-00000000-0000-0000-0000-000000000000'] }, 'gpu_not_leased'),
  withValue('24 every GPU by variable', { env: { NVIDIA_VISIBLE_DEVICES: 'all' } }, 'bad_env'),
  withValue('25 a library before all others', { env: { LD_PRELOAD: '/proc/self/cwd/x.so' } }, 'bad_env'),
  withValue('26 a proxy', { env: { HTTPS_PROXY: 'http://10.0.0.9' } }, 'bad_env'),
  withValue('26 a NUL in a value', { env: { JOB_A: 'a\0b' } }, 'bad_env'),
  withValue('26 a line break in a value', { env: { JOB_A: 'a\nLD_PRELOAD=/x' } }, 'bad_env'),
  withValue('26 a C1 control in a value', { env: { JOB_A: 'a\u0085LD_PRELOAD=/x' } }, 'bad_env'),
  withValue('26 a line break in a name', { env: { 'JOB_A\nLD_PRELOAD': 'x' } }, 'bad_env'),
  withValue('26 an equals sign in a name', { env: { 'JOB_A=1\nLD_PRELOAD': '/x' } }, 'bad_env'),
  withField('27 another runtime', 'Runtime', 'runc'),
  withField('28 a sysctl', 'Sysctls', { 'kernel.core_pattern': '|/x' }),
  withField('29 the root control group', 'CgroupParent', '/'),
  ...(['memoryBytes', 'pids', 'cpuThreads'] as const).flatMap((field) => [
    withText(`30 ${field} of -1`, field, '-1', `bad_${field}`),
    withText(`30 ${field} of 0`, field, '0', `bad_${field}`),
    withText(`30 ${field} of 9e99`, field, '9e99', `bad_${field}`),
    withText(`30 ${field} of 1e999`, field, '1e999', `bad_${field}`),
    withText(`30 ${field} of NaN`, field, 'NaN', 'not_json'),
    withText(`30 ${field} of 2^53+1`, field, '9007199254740993', `bad_${field}`),
    withText(`30 ${field} of 1e-9`, field, '1e-9', `bad_${field}`),
    withText(`30 ${field} of null`, field, 'null', `bad_${field}`),
    withText(`30 ${field} as text`, field, '"64"', `bad_${field}`),
  ]),
  withText('30 a run without end', 'maxSeconds', '1e999', 'bad_maxSeconds'),
  withValue('30 more memory than anybody allows', { memoryBytes: 4 * 1024 ** 4 }, 'over_memory'),
  withValue('30 more threads than anybody allows', { cpuThreads: 1024 }, 'over_cpu'),
  withValue('30 more processes than allowed', { pids: 513 }, 'over_pids'),
  withValue('30 more scratch than allowed', { scratchBytes: 2 ** 30 + 1 }, 'over_scratch'),
  withField('31 shared memory', 'ShmSize', 2 ** 40),
  withField('31 shared memory in our own words', 'shmBytes', 2 ** 40),
  withField('32 a port', 'PortBindings', { '22/tcp': [{ HostIp: '0.0.0.0', HostPort: '22' }] }),
  withField('33 a host’s address', 'ExtraHosts', ['coordinator:10.0.0.9']),
  withField('34 a log to the LAN', 'LogConfig', { Type: 'syslog', Config: { 'syslog-address': 'udp://10.0.0.9:514' } }),
  withField('35 a file of the host', 'ContainerIDFile', '/etc/cron.d/x'),
  withValue('36 a folder by descriptor', { workdir: '/proc/self/fd/8' }, 'workdir_in_proc'),
  withValue('36 a folder that climbs', { workdir: '/srv/../proc/self/fd/8' }, 'bad_workdir'),
  withValue('36 a folder that is relative', { workdir: 'srv' }, 'bad_workdir'),
  withValue('37 a tag', { image: 'docker.io/library/busybox:latest' }, 'bad_image'),
  withValue('37 a tag with a digest', { image: `docker.io/library/busybox:1@${digest}` }, 'bad_image'),
  withValue('37 no registry', { image: `busybox@${digest}` }, 'bad_image'),
  withValue('37 a short digest', { image: 'docker.io/library/busybox@sha256:aa' }, 'bad_image'),
  withValue('37 the metadata address', { image: `169.254.169.254/x@${digest}` }, 'registry_not_allowed'),
  withValue('37 a registry that looks alike', { image: `docker.io.evil.example/x@${digest}` }, 'registry_not_allowed'),
  withValue('37 a registry with a user', { image: `docker.io@10.0.0.9/x@${digest}` }, 'bad_image'),
  withValue('38 the host’s network', { network: 'host' }, 'bad_network'),
  withValue('38 an address in hexadecimal', { network: '0x7f000001' }, 'bad_network'),
  withValue('38 an address of the LAN in IPv6', { network: '[::ffff:192.168.1.1]' }, 'bad_network'),
  withValue('38 the host by name', { network: 'host.docker.internal' }, 'bad_network'),
  ...[
    ['an address in hexadecimal among its hosts', '0x7f000001:80', 'bad_network'],
    ['a short address among its hosts', '127.1:80', 'bad_network'],
    ['an address as one number among its hosts', '2130706433:80', 'bad_network'],
    ['an address of the LAN among its hosts', '192.168.1.1:443', 'bad_network'],
    ['an address of the LAN in IPv6 among its hosts', '[::ffff:192.168.1.1]:443', 'bad_network'],
    ['a host without a port', 'pypi.org', 'bad_network'],
    ['a host and a path', 'pypi.org:443/x', 'bad_network'],
    ['a host in capitals', 'PyPI.org:443', 'bad_network'],
    ['a pattern of hosts', '*.org:443', 'bad_network'],
    ['a bare name', 'localhost:80', 'bad_network'],
    ['the host by its engine’s name', 'host.docker.internal:80', 'host_forbidden'],
    ['a name of the LAN', 'router.lan:80', 'host_forbidden'],
    ['the router by name', 'fritz.box:80', 'host_forbidden'],
    ['the router by another name', 'fritz.box.local:80', 'host_forbidden'],
    ['a name with another local ending', 'x.localhost:80', 'host_forbidden'],
    ['a name of an address', '1.168.192.in-addr.arpa:80', 'host_forbidden'],
    ['mail', 'smtp.mail-host.com:25', 'host_forbidden'],
    ['mail by submission', 'smtp.mail-host.com:587', 'host_forbidden'],
    ['a port that is none', 'pypi.org:65536', 'host_forbidden'],
  ].map(([title = '', host = '', reason = '']) =>
    withValue(`38 ${title}`, { network: { hosts: [host], mostBytes: 1000 } }, reason),
  ),
  withValue('38 no host', { network: { hosts: [], mostBytes: 1000 } }, 'bad_network'),
  withValue(
    '38 more than the owner allows',
    { network: { hosts: ['pypi.org:443'], mostBytes: 2 ** 31 } },
    'over_network',
  ),
  withValue('38 no bound', { network: { hosts: ['pypi.org:443'], mostBytes: 9e99 } }, 'bad_network'),
  withValue('38 less than nothing', { network: { hosts: ['pypi.org:443'], mostBytes: -1 } }, 'bad_network'),
  withValue(
    '38 a network with another field',
    { network: { hosts: ['pypi.org:443'], mostBytes: 1, dns: '10.0.0.1' } },
    'unknown_field',
  ),
  withValue('38 another job’s network', { network: 'perigee-job-2' }, 'bad_network'),
  withField('39 labels', 'labels', { 'app.epoch': '9' }),
  withValue('39 a prototype as id', { id: '__proto__' }, 'bad_id'),
  withValue('39 an id in upper case', { id: 'Job' }, 'bad_id'),
  withValue('39 a path as id', { id: '../x' }, 'bad_id'),
  withText('39 a prototype as field', 'env', '{"JOB_A":"1"},"__proto__":{"Privileged":true}', 'unknown_field'),
  withText('39 a prototype among the variables', 'env', '{"__proto__":{"JOB_A":"1"}}', 'unknown_field'),
  {
    title: 'a whole create call',
    text: JSON.stringify({ Image: image, HostConfig: { Privileged: true } }),
    reason: 'unknown_field',
  },
  {
    title: 'a create call inside a job',
    text: JSON.stringify({ ...honestJob, HostConfig: {} }),
    reason: 'unknown_field',
  },
  withValue('a NUL in an argument', { command: ['a\0b'] }, 'bad_command'),
  withValue('a line for a shell', { command: 'rm -rf /' }, 'bad_command'),
  { title: 'nothing', text: '', reason: 'not_json' },
  { title: 'two jobs', text: `${JSON.stringify(honestJob)}\n${JSON.stringify(honestJob)}`, reason: 'not_json' },
  { title: 'a comment', text: `${JSON.stringify(honestJob)} // trust me`, reason: 'not_json' },
  { title: 'a comma too many', text: JSON.stringify(honestJob).replace(/\}$/, ',}'), reason: 'not_json' },
  { title: 'a list', text: `[${JSON.stringify(honestJob)}]`, reason: 'bad_spec' },
  { title: 'depth', text: '['.repeat(200_000), reason: 'too_deep' },
  { title: 'length', text: JSON.stringify({ ...honestJob, command: ['x'.repeat(2 ** 20)] }), reason: 'too_large' },
  {
    title: 'a key twice, once escaped',
    text: `{"p\\u0069ds":128,${JSON.stringify(honestJob).slice(1)}`,
    reason: 'duplicate_key',
  },
  {
    title: 'a variable twice',
    text: JSON.stringify(honestJob).replace('"JOB_SEED":"7"', '"JOB_SEED":"7","JOB_SEED":"8"'),
    reason: 'duplicate_key',
  },
];
