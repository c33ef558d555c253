import { describe, expect, it } from 'vitest';
import { failureReason, toolFailure } from './tool-failure.ts';

describe('what a tool says in place of a report', () => {
  it.each([
    ['Failed to initialize NVML: Driver/library version mismatch', 'driver_mismatch'],
    [
      'WARNING: User is missing the following required groups: render\nERROR: amdgpu not found in modules',
      'driver_not_loaded',
    ],
    ['ls: /dev/kfd: Permission denied', 'permission_denied'],
    ['Unable to determine the device handle for GPU 0000:01:00.0: Not Found', 'failed'],
    ['what is this', 'unreadable'],
  ])('%j is for the reason %s', (text, reason) => expect(failureReason(text)).toBe(reason));

  it('is looked for at the beginning and at the end, and quoted briefly', () => {
    const filler = 'x '.repeat(1_000_000);
    expect(failureReason(`${filler}\nGPU is lost`)).toBe('gpu_lost');
    expect(failureReason(`${filler}GPU is lost${filler}`)).toBe('unreadable');
    expect(toolFailure('a-tool', filler).data.detail.length).toBeLessThan(400);
  });
});
