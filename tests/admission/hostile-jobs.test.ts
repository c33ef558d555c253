/** Hostile jobs, each as the text it comes as: refused by the first guard for its reason, and alone by the second too. */
import { describe, expect, it } from 'vitest';
import { type AdmissionPolicy, admitJob } from '../../electron/docker/admission/admit-job.ts';
import { readSpec } from '../../electron/docker/admission/read-spec.ts';
import { guardCreateCall } from '../../electron/docker/create-guard.ts';
import { createCallOf } from '../../electron/docker/host-config.ts';
import type { JobSpec } from '../../shared/contract/job-spec.ts';
import { honestJob, hostileJobs, leasedGpu } from './hostile-jobs.ts';
import { missingFieldsOf, unsafeFieldsOf } from './unsafe.ts';

const limits = { cpuThreads: 8, memoryBytes: 2 ** 34, pids: 512, scratchBytes: 2 ** 30, networkBytes: 2 ** 30 };
const policy: AdmissionPolicy = {
  limits,
  registries: ['docker.io'],
  leasedGpus: [leasedGpu],
  engine: 'sound',
  imageVouchedBy: 'network',
};
const reasonsFor = (text: string): readonly string[] => {
  const reading = readSpec(Buffer.from(text));
  if (reading.kind === 'refused') return reading.reasons;
  const verdict = admitJob(reading.spec, policy);
  return verdict.kind === 'refused' ? verdict.reasons : [];
};
const labels = { 'network.perigee.job': 'job-1', 'network.perigee.owner': 'test' };
const callOf = (spec: JobSpec) => createCallOf(spec, 'perigee-job-1', labels);
const guard = (call: unknown) =>
  guardCreateCall(call, { jobId: 'job-1', ceiling: limits, gpus: [leasedGpu], gatewayId: null });

describe('a job with a network', () => {
  const asked = { ...honestJob, network: { hosts: ['pypi.org:443'], mostBytes: 2 ** 20 } };

  it('is admitted as far as the owner allows, and refused where the owner allows none', () => {
    expect(reasonsFor(JSON.stringify(asked))).toEqual([]);
    const none = admitJob(asked, { ...policy, limits: { ...limits, networkBytes: 0 } });
    expect(none).toMatchObject({ kind: 'refused', reasons: ['network_not_allowed'] });
  });

  it('shares the loopback of its own gateway and of nothing else', () => {
    const ours = 'a'.repeat(64);
    const call = createCallOf(asked as JobSpec, 'perigee-job-1', labels, { gatewayId: ours });
    const bounds = { jobId: 'job-1', ceiling: limits, gpus: [leasedGpu] };
    expect(guardCreateCall(call, { ...bounds, gatewayId: ours }).kind).toBe('pass');
    for (const gatewayId of [null, 'b'.repeat(64)])
      expect(guardCreateCall(call, { ...bounds, gatewayId })).toMatchObject({ kind: 'refused' });
    const elsewhere = { ...call, HostConfig: { ...call.HostConfig, NetworkMode: 'container:gateway' } };
    expect(guardCreateCall(elsewhere, { ...bounds, gatewayId: ours })).toMatchObject({
      fields: ['HostConfig.NetworkMode'],
    });
    const proxy = { ...call, Env: [...call.Env, 'HTTP_PROXY=http://10.0.0.1:3128'] };
    expect(guardCreateCall(proxy, { ...bounds, gatewayId: ours })).toMatchObject({ kind: 'refused' });
    expect(unsafeFieldsOf(call)).toEqual([]);
  });
});

describe('a job', () => {
  it('that is honest is admitted, passes both guards and opens nothing', () => {
    expect(reasonsFor(JSON.stringify(honestJob))).toEqual([]);
    const guarded = guard(callOf(honestJob as JobSpec));
    expect(guarded.kind).toBe('pass');
    expect(guarded.kind === 'pass' && unsafeFieldsOf(guarded.call)).toEqual([]);
    expect(guarded.kind === 'pass' && missingFieldsOf(guarded.call)).toEqual([]);
  });

  it.each(hostileJobs)('is refused with $title', ({ text, reason }) => {
    const reasons = reasonsFor(text);
    expect(reasons).toContain(reason);
    // What is no job lacks its fields too.
    if (text.includes('"maxSeconds"')) expect(reasons).toEqual([reason]);
  });

  it('that is not UTF-8 is refused', () => {
    const reading = readSpec(Buffer.concat([Buffer.from('{"id":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]));
    expect(reading).toEqual({ kind: 'refused', reasons: ['not_json'] });
  });
});

/** What is foreign to the call of a job, by its place: as if the first guard and the builder had let it through. */
const foreign = hostileJobs.flatMap(({ title, text }) => {
  const reading = readSpec(Buffer.from(text));
  if (reading.kind === 'refused' || typeof reading.spec !== 'object' || reading.spec === null) return [];
  const own = callOf(honestJob as JobSpec);
  const said = JSON.stringify({ ...own, ...own.HostConfig });
  const extra = Object.entries(reading.spec).filter(
    // Some ask for what a job gets anyway, which only the first guard minds.
    ([key, value]) => !Object.hasOwn(honestJob, key) && !said.includes(`"${key}":${JSON.stringify(value)}`),
  );
  return extra.map(([key, value]) => ({ title, key, value }));
});

describe('the second guard', () => {
  it.each(foreign)('refuses $title as a field of the host’s configuration, and of the call', ({ key, value }) => {
    const call = callOf(honestJob as JobSpec);
    expect(guard({ ...call, HostConfig: { ...call.HostConfig, [key]: value } }).kind).toBe('refused');
    expect(guard({ ...call, [key]: value }).kind).toBe('refused');
  });
});
