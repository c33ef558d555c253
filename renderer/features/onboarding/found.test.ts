import { describe, expect, it } from 'vitest';
import type { Gpu } from '../../../shared/contract/app/machine.ts';
import { diskMark, driversOf, verdictOf, virtualizationMark } from './found.ts';

const gpu = (kind: Gpu['kind'], unusable: Gpu['unusable'] = null, driver: string | null = '566.14'): Gpu =>
  ({ kind, unusable, driver: { value: driver, source: null, conflicts: [] } }) as unknown as Gpu;

describe('the verdict of the first look', () => {
  it('counts the GPUs that can take part', () =>
    expect(verdictOf({ gpus: [gpu('discrete'), gpu('integrated'), gpu('discrete', 'no_adapter')] })).toEqual({
      key: 'gpu',
      count: 2,
    }));
  it.each([[[]], [[gpu('software')]], [[gpu('discrete', 'tool_error')]]])('falls to the processor for %#', (gpus) =>
    expect(verdictOf({ gpus })).toEqual({ key: 'processor' }),
  );
});

describe('what was found', () => {
  it.each([
    [true, false, 'passed'],
    [false, false, 'needs-you'],
    [false, true, 'off'],
    [null, false, 'waiting'],
  ] as const)('marks virtualization %s, with an engine: %s, as %s', (isOn, hasEngine, mark) =>
    expect(virtualizationMark(isOn, hasEngine)).toBe(mark),
  );
  it.each([
    [374 * 1024 ** 3, 'passed'],
    [1024 ** 3, 'needs-you'],
    [null, 'waiting'],
  ] as const)('marks %s free bytes as %s', (freeBytes, mark) => expect(diskMark(freeBytes)).toBe(mark));
  it('names a driver once, and none that is not known', () =>
    expect(
      driversOf({
        gpus: [gpu('discrete'), gpu('discrete'), gpu('integrated', null, null), gpu('software', null, '25.0')],
      }),
    ).toEqual(['566.14']));
});
