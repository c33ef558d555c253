import { describe, expect, it } from 'vitest';
import { committedNumber, committedOptional } from './committed-number.ts';
import { jobLimitsOf } from './job-limits.ts';

describe('a typed number', () => {
  it.each([
    [85, 85],
    ['72', 72],
    [20, 50],
    [180, 100],
    ['', 80],
    ['-', 80],
  ])('%j is set as %d', (typed, expected) =>
    expect(committedNumber(typed, { min: 50, max: 100, fallback: 80 })).toBe(expected),
  );
});

describe('a typed number that may be left out', () => {
  it.each([
    ['0.32', 0.32],
    [7, 5],
    ['-3', 0],
    ['', null],
    ['  ', null],
    ['-', null],
  ])('%j is set as %j', (typed, expected) => expect(committedOptional(typed, { min: 0, max: 5 })).toBe(expected));
});

describe('what a job may use', () => {
  const machine = { cpu: { name: null, threads: 9, virtualization: null }, memory: { totalBytes: 64, freeBytes: 1 } };
  it('is half of this PC while the owner says nothing', () =>
    expect(jobLimitsOf({ jobCpuThreads: null, jobMemoryBytes: null }, machine)).toEqual({
      cpuThreads: 4.5,
      memoryBytes: 32,
    }));
  it('is what the owner says', () =>
    expect(jobLimitsOf({ jobCpuThreads: 2, jobMemoryBytes: 8 }, machine)).toEqual({ cpuThreads: 2, memoryBytes: 8 }));
});
