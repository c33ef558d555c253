import { describe, expect, it } from 'vitest';
import { honestJob, leasedGpu } from '../../../tests/admission/hostile-jobs.ts';
import { type AdmissionPolicy, admitJob } from './admit-job.ts';

const spec = honestJob;
const policy: AdmissionPolicy = {
  limits: { cpuThreads: 2, memoryBytes: 1024 ** 3, pids: 512, scratchBytes: 1024 ** 3, networkBytes: 0 },
  registries: ['docker.io'],
  leasedGpus: [leasedGpu],
  engine: 'sound',
  imageVouchedBy: 'network',
};
const reasonsFor = (offered: unknown, changed: Partial<AdmissionPolicy> = {}): string[] => {
  const verdict = admitJob(offered, { ...policy, ...changed });
  return verdict.kind === 'refused' ? verdict.reasons : [];
};

describe('admission of jobs', () => {
  it('admits a job within the limits', () => {
    expect(admitJob(spec, policy)).toEqual({ kind: 'admitted', spec });
  });

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
    expect(reasonsFor(spec, { engine: 'below_floor', imageVouchedBy: null })).toEqual([
      'image_unsigned',
      'engine_below_floor',
    ]);
    expect(reasonsFor(spec, { engine: 'unreviewed', imageVouchedBy: null })).toEqual([
      'image_unsigned',
      'engine_unreviewed',
    ]);
    expect(reasonsFor(spec, { engine: 'below_floor' })).toEqual([]);
  });
});
