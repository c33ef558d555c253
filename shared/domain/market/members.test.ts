import { describe, expect, it } from 'vitest';
import { type JobSpec, jobSpecSchema } from '../../contract/job-spec.ts';
import { memberSpec, readMembers } from './members.ts';

const spec: JobSpec = {
  ...{ id: 'train', image: `docker.io/library/x@sha256:${'a'.repeat(64)}`, command: [], workdir: null, gpus: [] },
  ...{ env: { JOB_NAME: 'n', JOB_CLUSTER_ROLE: 'king' }, memoryBytes: 2 ** 26, cpuThreads: 1, pids: 64 },
  ...{ scratchBytes: 0, network: 'none', maxSeconds: 60 },
};

describe('the members of a job', () => {
  it('are the job itself where there is one', () => {
    expect(memberSpec(spec, { kind: 'single', count: 1 }, 0)).toBe(spec);
  });

  it('have an id and a place of their own, in variables that every device takes', () => {
    const [head, worker] = [0, 1].map((rank) => memberSpec(spec, { kind: 'cluster', count: 2 }, rank));
    expect(head).toMatchObject({
      id: 'train-0',
      env: { JOB_NAME: 'n', JOB_CLUSTER_ROLE: 'head', JOB_CLUSTER_RANK: '0', JOB_CLUSTER_SIZE: '2' },
    });
    expect(worker).toMatchObject({ id: 'train-1', env: { JOB_CLUSTER_ROLE: 'worker', JOB_CLUSTER_RANK: '1' } });
    for (const member of [head, worker]) expect(jobSpecSchema.safeParse(member).success).toBe(true);
  });

  const full = Object.fromEntries(Array.from({ length: 62 }, (_, n) => [`JOB_V${n}`, 'x']));
  it.each([
    ['an unknown field', { ...spec, Binds: [] }, 'single', 1, ['unknown_field']],
    ['several faults at once', { ...spec, pids: 0, workdir: '..' }, 'single', 1, ['bad_workdir', 'bad_pids']],
    ['half a character', { ...spec, command: ['\ud83d'] }, 'single', 1, ['bad_spec']],
    ['no object', 'job', 'single', 1, ['bad_spec']],
    ['an id too long by its rank', { ...spec, id: 'x'.repeat(61) }, 'cluster', 11, ['bad_id']],
    ['too many variables by its place', { ...spec, env: full }, 'cluster', 2, ['bad_env']],
    ['two devices for a single job', spec, 'single', 2, ['bad_count']],
    ['a cluster of one', spec, 'cluster', 1, ['bad_count']],
  ] as const)('are refused for %s', (_what, given, kind, count, reasons) => {
    expect(readMembers(given, { kind, count })).toEqual({ kind: 'refused', reasons });
  });
});
