import { describe, expect, it } from 'vitest';
import { jobLimitsOf } from './job-limits.ts';

const pc = { cpuThreads: 8, memoryBytes: 16 * 1024 ** 3 };

describe('job limits', () => {
  it('are half of the PC while the owner says nothing, and one thread at least', () => {
    const none = { jobCpuThreads: null, jobMemoryBytes: null, jobNetworkBytes: 0 };
    expect(jobLimitsOf(none, pc)).toMatchObject({ cpuThreads: 4, memoryBytes: 8 * 1024 ** 3 });
    expect(jobLimitsOf(none, { ...pc, cpuThreads: 1 }).cpuThreads).toBe(1);
  });

  it('follow the owner, but never past the PC', () => {
    expect(jobLimitsOf({ jobCpuThreads: 1.5, jobMemoryBytes: 1024 ** 3, jobNetworkBytes: 0 }, pc)).toMatchObject({
      cpuThreads: 1.5,
      memoryBytes: 1024 ** 3,
    });
    expect(jobLimitsOf({ jobCpuThreads: 64, jobMemoryBytes: 2 ** 50, jobNetworkBytes: 0 }, pc)).toMatchObject(pc);
  });
});
