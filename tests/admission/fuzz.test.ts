/**
 * Jobs and create calls that nobody thought of: whatever passes must leave the host alone, by a judgement that neither
 * guard was written from. `npm run fuzz` makes a million of them.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AdmissionPolicy, admitJob } from '../../electron/docker/admission/admit-job.ts';
import { readSpec } from '../../electron/docker/admission/read-spec.ts';
import { guardCreateCall } from '../../electron/docker/create-guard.ts';
import { createCallOf } from '../../electron/docker/host-config.ts';
import type { JobSpec } from '../../shared/contract/job-spec.ts';
import { honestJob, hostileJobs, leasedAmdGpu, leasedGpu } from './hostile-jobs.ts';
import { lentGroups, lentNodes, missingFieldsOf, unsafeFieldsOf } from './unsafe.ts';

const runs = Number(process.env.PERIGEE_FUZZ_RUNS ?? 100_000);
/** A million take some minutes. */
const timeoutMs = 30_000 + runs / 2;

const limits = { cpuThreads: 8, memoryBytes: 2 ** 34, pids: 512, scratchBytes: 2 ** 30, networkBytes: 2 ** 30 };
const policy: AdmissionPolicy = {
  ...{
    limits,
    registries: ['docker.io'],
    leasedGpus: [leasedGpu, leasedAmdGpu],
    engine: 'sound',
    imageVouchedBy: 'network',
  },
};
const lent = { paths: lentNodes, groupIds: lentGroups.map(Number) };
const isAmds = ({ gpus }: Pick<JobSpec, 'gpus'>): boolean => gpus.includes(leasedAmdGpu);
const gatewayOf = ({ network }: Pick<JobSpec, 'network'>): string | null =>
  network === 'none' ? null : 'a'.repeat(64);
/** As the engine is asked: nodes for an AMD GPU's job alone. */
const guard = (call: unknown, { id, gpus, network }: Pick<JobSpec, 'id' | 'gpus' | 'network'>) =>
  guardCreateCall(call, {
    ...{ jobId: id, ceiling: limits, gpus, gatewayId: gatewayOf({ network }) },
    ...(isAmds({ gpus }) ? { devices: lent } : {}),
  });
const callOf = (spec: JobSpec) => {
  const labels = { 'network.perigee.job': spec.id, 'network.perigee.owner': 'test' };
  const way = isAmds(spec) ? 'nodes' : spec.id.length % 2 === 0 ? 'cdi' : 'nvidia';
  const devices = isAmds(spec) ? { devices: lent } : {};
  return createCallOf(spec, `perigee-${spec.id}`, labels, { way, ...devices, gatewayId: gatewayOf(spec) });
};

/** Values that mean something to an engine, a shell, a loader or a reader of JSON. */
const pointed = fc.constantFrom<unknown>(
  ...[
    true,
    false,
    null,
    '',
    'host',
    'all',
    'private',
    'none',
    'ALL',
    '/',
    '/proc/self/fd/8',
    '../..',
    '/var/run/docker.sock',
  ],
  ...[
    'container:perigee-job-2',
    'seccomp=unconfined',
    'no-new-privileges=false',
    'LD_PRELOAD=/x',
    'a\0b',
    'a\nb',
    '::1',
  ],
  ...[-1, 0, 1, 0.1, 2 ** 31, 2 ** 53, 9e99, [], {}, [''], ['ALL'], ['/:/host'], [-1], { '': '' }],
);
/** Nodes that a host has, and some of those that may be lent. */
const nodes = fc.array(
  fc.record({
    PathOnHost: fc.constantFrom(
      ...lentNodes,
      '/dev/dri',
      '/dev/dri/card0',
      '/dev/dri/renderD128',
      '/dev/mem',
      '/dev/vda',
    ),
    PathInContainer: fc.constantFrom(...lentNodes, '/dev/mem'),
    CgroupPermissions: fc.constantFrom('rw', 'rwm', 'r', ''),
  }),
  { maxLength: 3 },
);
const groups = fc.array(fc.constantFrom<unknown>(...lentGroups, '0', '1000', 'docker', 44, '44 '), { maxLength: 3 });
const anything = fc.oneof(pointed, nodes, groups, fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<unknown>);
const engineField = fc.constantFrom(
  ...[
    'Privileged',
    'Binds',
    'Mounts',
    'CapAdd',
    'CapDrop',
    'SecurityOpt',
    'NetworkMode',
    'PidMode',
    'IpcMode',
    'Devices',
  ],
  ...['MaskedPaths', 'ReadonlyPaths', 'Sysctls', 'CgroupParent', 'UsernsMode', 'Runtime', 'ExtraHosts', 'PortBindings'],
  ...['Tmpfs', 'Dns', 'LogConfig', 'User', 'Env', 'WorkingDir', 'Volumes', 'VolumesFrom', 'GroupAdd', 'OomKillDisable'],
);
const spelling = fc.constantFrom<(name: string) => string>(
  (name) => name,
  (name) => name.toLowerCase(),
  (name) => name.toUpperCase(),
  (name) => ` ${name}`,
  (name) => `${name}\u0000`,
);
const someKey = fc.oneof(
  fc.tuple(engineField, spelling).map(([name, spell]) => spell(name)),
  fc.constantFrom('__proto__', 'constructor', 'toString', ''),
  fc.string({ maxLength: 12 }),
);

const environment = fc.dictionary(
  fc.oneof(
    fc.stringMatching(/^JOB_[A-Z0-9_]{1,8}$/),
    fc.constantFrom('LANG', 'TZ', 'LD_PRELOAD', 'HTTP_PROXY'),
    someKey,
  ),
  fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('all', 'a\nb', 'a\0b')),
  { maxKeys: 3 },
);
/** Mostly a job that could be; each field sometimes strange. */
const field = <T>(sound: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 12, arbitrary: sound }, { weight: 1, arbitrary: anything });
const job = fc.record({
  id: field(fc.constantFrom('job-1', 'a', 'x'.repeat(63))),
  image: field(fc.constant(honestJob.image)),
  command: field(fc.array(fc.string({ maxLength: 12 }), { maxLength: 3 })),
  env: field(environment),
  workdir: field(fc.constantFrom(null, '/', '/srv', '/proc', '/sys/fs', '/srv/a.b', '/.', '//proc', '/srv/..')),
  memoryBytes: field(fc.integer({ min: 2 ** 24, max: 2 ** 34 })),
  cpuThreads: field(fc.double({ min: 0.01, max: 8, noNaN: true })),
  pids: field(fc.integer({ min: 1, max: 512 })),
  scratchBytes: field(fc.integer({ min: 0, max: 2 ** 30 })),
  gpus: field(fc.constantFrom([], [leasedGpu], [leasedAmdGpu])),
  network: field(
    fc.oneof(
      fc.constant('none'),
      fc.record({
        hosts: fc.array(fc.constantFrom('pypi.org:443', 'a.b:1', '10.0.0.1:80', 'x.internal:80', 'a.com:25'), {
          maxLength: 3,
        }),
        mostBytes: fc.constantFrom(1, 2 ** 20, 2 ** 40, 0),
      }),
    ),
  ),
  maxSeconds: field(fc.integer({ min: 1, max: 86_400 })),
});
const strangeJob = fc.oneof(
  { weight: 6, arbitrary: job },
  { weight: 3, arbitrary: fc.tuple(job, someKey, anything).map(([spec, key, value]) => ({ ...spec, [key]: value })) },
  { weight: 1, arbitrary: anything },
);
/** Text that is nearly a job's: cut, doubled, or with a field of the text said twice. */
const strangeText = fc
  .tuple(strangeJob, fc.constantFrom('whole', 'cut', 'twice', 'field'), fc.nat())
  .map(([spec, how, at]) => {
    const text = JSON.stringify(spec) ?? '';
    if (how === 'cut') return text.slice(0, at % (text.length + 1));
    if (how === 'twice') return text + text;
    return how === 'field' ? text.replace('{', '{"pids":1,') : text;
  });

/** The text of some hostile job, with a character changed. */
const nearlyHostile = fc
  .tuple(fc.constantFrom(...hostileJobs.map(({ text }) => text.slice(0, 4096))), fc.nat(), fc.string({ maxLength: 2 }))
  .map(([text, at, put]) => text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + 1));

const harmOf = (text: string): string[] => {
  const reading = readSpec(Buffer.from(text));
  if (reading.kind === 'refused') return [];
  const verdict = admitJob(reading.spec, policy);
  if (verdict.kind === 'refused') return [];
  const call = callOf(verdict.spec);
  const guarded = guard(call, verdict.spec);
  // The builder makes nothing of an admitted job that the second guard would not send.
  if (guarded.kind === 'refused') return guarded.fields.map((name) => `refused late: ${name}`);
  const hasNodes = /"PathOnHost"|"GroupAdd":\["/.test(JSON.stringify(guarded.call));
  return [
    ...unsafeFieldsOf(guarded.call),
    ...missingFieldsOf(guarded.call).map((name) => `missing: ${name}`),
    ...(hasNodes && !isAmds(verdict.spec) ? ['nodes without a lease'] : []),
  ];
};

describe('whatever is offered', () => {
  it(
    'is refused, or comes to a call that leaves the host alone',
    () => {
      fc.assert(
        fc.property(
          fc.oneof({ weight: 4, arbitrary: strangeText }, { weight: 1, arbitrary: nearlyHostile }),
          (text) => {
            expect(harmOf(text)).toEqual([]);
          },
        ),
        { numRuns: runs },
      );
    },
    timeoutMs,
  );
});

describe('whatever the builder would make', () => {
  const jobs = [honestJob, { ...honestJob, gpus: [leasedAmdGpu] }] as JobSpec[];
  const anyChange = fc.tuple(
    fc.boolean(),
    fc.oneof(
      fc.constantFrom(
        ...Object.keys(callOf(honestJob as JobSpec)),
        ...Object.keys(callOf(honestJob as JobSpec).HostConfig),
      ),
      someKey,
    ),
    anything,
  );
  /** Nearly what an AMD GPU's job is given. */
  const nearlyGiven = fc.oneof(
    fc.tuple(fc.constant(true), fc.constant('Devices'), nodes),
    fc.tuple(fc.constant(true), fc.constant('GroupAdd'), groups),
  );
  const change = fc.oneof({ weight: 5, arbitrary: anyChange }, { weight: 1, arbitrary: nearlyGiven });
  it(
    'passes the second guard only where it leaves the host alone',
    () => {
      fc.assert(
        fc.property(fc.constantFrom(...jobs), fc.array(change, { minLength: 1, maxLength: 3 }), (spec, changes) => {
          const call = callOf(spec);
          const changed: Record<string, unknown> = { ...call };
          const host: Record<string, unknown> = { ...call.HostConfig };
          for (const [isHost, key, value] of changes)
            Object.defineProperty(isHost ? host : changed, key, { value, enumerable: true, configurable: true });
          const guarded = guard(
            Object.hasOwn(changed, 'HostConfig') && changed.HostConfig !== call.HostConfig
              ? changed
              : { ...changed, HostConfig: host },
            spec,
          );
          if (guarded.kind === 'refused') return;
          expect([...unsafeFieldsOf(guarded.call), ...missingFieldsOf(guarded.call)]).toEqual([]);
          const { Devices, GroupAdd } = guarded.call.HostConfig as { Devices: unknown[]; GroupAdd: unknown[] };
          if (!isAmds(spec)) expect([Devices, GroupAdd]).toEqual([[], []]);
        }),
        { numRuns: runs },
      );
    },
    timeoutMs,
  );
});
