import { describe, expect, it } from 'vitest';
import { type Gpu, nothingRead, type Reading } from '../../../shared/contract/app/machine.ts';
import { gpuStateOf, heatRoomOf, heatVerdictOf, isSpeaking, shortNameOf } from './gpu-view.ts';

const named = (value: string | null): Pick<Gpu, 'name'> => ({
  name: { value, source: 'nvidia-smi-xml', conflicts: [] },
});

describe('the name of a GPU', () => {
  it.each([
    ['NVIDIA GeForce RTX 4090', 'RTX 4090'],
    ['NVIDIA H200', 'H200'],
    ['AMD Radeon RX 7900 XTX', 'RX 7900 XTX'],
    ['llvmpipe (LLVM 19.1.7, 256 bits)', 'llvmpipe (LLVM 19.1.7, 256 bits)'],
  ])('%s is shown as %s', (value, expected) => expect(shortNameOf(named(value))).toBe(expected));
  it('stays unknown when nobody could say', () => expect(shortNameOf(named(null))).toBeNull());
});

describe('the state of a GPU', () => {
  const real = { kind: 'discrete', unusable: null } as const;
  it.each([
    [real, false, 'ready', 'takesPart', 'ready'],
    [real, false, 'working', 'working', 'ready'],
    [real, true, 'working', 'off', 'off'],
    [{ ...real, unusable: 'no_adapter' }, true, 'ready', 'unusable', 'needs-you'],
    [{ ...real, kind: 'software' }, false, 'ready', 'software', 'ready'],
    [real, false, 'blocked', 'waiting', 'waiting'],
    [real, false, 'paused', 'paused', 'paused'],
  ] as const)('of %j, kept by its owner: %s, while %s is %s', (gpu, isOff, activity, key, mark) =>
    expect(gpuStateOf(gpu, isOff, activity, 'gpu')).toEqual({ key, mark }),
  );
});

it('a GPU beside a processor that is the device takes no part', () =>
  expect(gpuStateOf({ kind: 'software', unusable: null }, false, 'ready', 'cpu')).toEqual({
    key: 'apart',
    mark: 'off',
  }));

const reading = (temperatureCelsius: number | null): Reading => ({
  at: 0,
  ...nothingRead,
  temperatureCelsius,
});

describe('sensors', () => {
  it('speak when one figure of the hour is known', () =>
    expect(isSpeaking({ now: reading(null), lastHour: [reading(null), reading(40)] })).toBe(true));
  it('are silent when every figure is unknown', () =>
    expect(isSpeaking({ now: reading(null), lastHour: [reading(null)] })).toBe(false));
  it('are silent when nobody read them', () => expect(isSpeaking(undefined)).toBe(false));
});

describe('heat', () => {
  it.each([
    [64, 'ok', 16],
    [75, 'warn', 5],
    [80, 'warn', 0],
    [81, 'bad', -1],
  ] as const)('of %d under a limit of 80 is %s', (now, tone, spareCelsius) =>
    expect(heatRoomOf(reading(now), 80)).toMatchObject({ tone, spareCelsius }),
  );
  it('is unknown without a sensor', () => expect(heatRoomOf(reading(null), 80)).toBeNull());

  const gpu = (id: string): Gpu => ({ id }) as Gpu;
  it('is judged by the GPU nearest to its limit', () =>
    expect(heatVerdictOf([gpu('a'), gpu('b')], (id) => reading(id === 'a' ? 50 : 78), 80)).toEqual({
      key: 'near',
      gpu: gpu('b'),
    }));
  it('is no question where only a program plays a GPU', () =>
    expect(heatVerdictOf([{ ...gpu('a'), kind: 'software' }], () => null, 80)).toEqual({ key: 'software', count: 0 }));
  it('is not claimed to be fine when no sensor speaks', () =>
    expect(heatVerdictOf([gpu('a')], () => null, 80)).toEqual({ key: 'silent', count: 1 }));
  it('counts only those whose sensor speaks', () =>
    expect(heatVerdictOf([gpu('a'), gpu('b')], (id) => (id === 'a' ? reading(50) : null), 80)).toEqual({
      key: 'cool',
      count: 1,
    }));
});
