import { describe, expect, it } from 'vitest';
import { type CountryMemory, nameCountries, noMemory, type PlacedDevice } from './country.ts';

type Named = ReadonlyMap<string, string>;
type Rule = (hours: readonly (readonly PlacedDevice[])[]) => Named[];

const ruled: Rule = (hours) => {
  let memory: CountryMemory = noMemory;
  return hours.map((devices) => {
    const { named, memory: next } = nameCountries(memory, devices);
    memory = next;
    return named;
  });
};

const crowd = (count: number, owners: number, more: Partial<PlacedDevice> = {}): PlacedDevice[] =>
  Array.from({ length: count }, (_, at) => ({
    deviceId: `d${at}`,
    ownerTag: `o${at % owners}`,
    country: 'DE',
    class: 'h100',
    tier: 'gold',
    ...more,
  }));
const repeated = (devices: readonly PlacedDevice[], hours: number): (readonly PlacedDevice[])[] =>
  Array.from({ length: hours }, () => devices);
const namedIn = (hours: readonly (readonly PlacedDevice[])[]): number => ruled(hours).at(-1)?.size ?? 0;

describe('a country', () => {
  it.each([
    ['twenty devices of five accounts, for a day', 20, 5, 24, 20],
    ['an hour less', 20, 5, 23, 0],
    ['a device less', 19, 5, 24, 0],
    ['an account less', 20, 4, 24, 0],
  ])('with %s: %i devices, %i accounts, %i releases, %i named', (_what, devices, owners, hours, expected) => {
    expect(namedIn(repeated(crowd(devices, owners), hours))).toBe(expected);
  });

  it('that is not known is never named, however many there are', () => {
    expect(namedIn(repeated(crowd(100, 50, { country: null }), 48))).toBe(0);
  });

  it('is named of a newcomer a day later, and stays named of the others', () => {
    const newcomer: PlacedDevice = { ...crowd(1, 1)[0], deviceId: 'new', ownerTag: 'new' } as PlacedDevice;
    const hours = [...repeated(crowd(20, 5), 24), ...repeated([...crowd(20, 5), newcomer], 24)];
    const named = ruled(hours);
    expect(named.slice(23).map((each) => each.size)).toEqual([...Array(24).fill(20), 21]);
    expect(named.map((each) => each.has('new')).indexOf(true)).toBe(47);
  });

  it('is named of nobody once one of twenty has left, until the cell has held for a day again', () => {
    const hours = [...repeated(crowd(20, 5), 24), crowd(19, 5), ...repeated(crowd(20, 5), 24)];
    expect(ruled(hours).map(({ size }) => size)).toEqual([...Array(23).fill(0), 20, ...Array(24).fill(0), 20]);
  });

  it('is not named the sooner for another class, tier or country before', () => {
    for (const before of [{ class: 'l4' }, { tier: 'bronze' }, { country: 'AT' }]) {
      const hours = [...repeated(crowd(20, 5, before), 23), ...repeated(crowd(20, 5), 23)];
      expect(namedIn(hours)).toBe(0);
    }
  });

  it('does not depend on the order of devices', () => {
    const hours = repeated(crowd(25, 5), 24);
    expect(ruled(hours.map((devices) => devices.toReversed()))).toEqual(ruled(hours));
  });
});
