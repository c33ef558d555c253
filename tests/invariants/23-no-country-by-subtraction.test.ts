import { describe, expect, it } from 'vitest';
import {
  type CountryMemory,
  cellOf,
  fewestDevices,
  fewestOwners,
  hoursToName,
  isLargeEnough,
  nameCountries,
  noMemory,
  type PlacedDevice,
} from '../../shared/domain/releases/country.ts';

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

/** 720 hours in which one device at a time joins, leaves or changes its tier, so that cells cross the limit often. */
const playMonth = (seed: number): PlacedDevice[][] => {
  let state = seed;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const countries = ['DE', 'DE', 'FR', 'FR', 'AT', null];
  const fleet = Array.from({ length: 160 }, (_, at) => ({
    deviceId: `d${String(at).padStart(3, '0')}`,
    ownerTag: `o${at % 11}`,
    country: countries[at % countries.length] ?? null,
    class: at % 7 === 0 ? 'l4' : 'h100',
    tier: 'bronze',
    isHere: below(2) === 0,
  }));
  return Array.from({ length: 720 }, (_, hour) => {
    // In the quiet half of each week nothing happens, so that cells hold long enough to be named.
    const device = hour % 168 < 84 ? fleet[below(fleet.length)] : undefined;
    if (device !== undefined && (device.tier === 'silver' || below(16) === 0))
      device.tier = device.tier === 'bronze' ? 'silver' : 'bronze';
    else if (device !== undefined) device.isHere = !device.isHere;
    return fleet.filter(({ isHere }) => isHere).map(({ isHere: _, ...placed }) => ({ ...placed }));
  });
};

const months = [1, 2, 3].map(playMonth);
const rulings = months.map(ruled);
const asText = (named: readonly Named[]): string[] => named.map((names) => [...names].toSorted().join(' '));
const smallCells = (devices: readonly PlacedDevice[]): Set<string> => {
  const cells = Map.groupBy(devices, cellOf);
  const small = [...cells].filter(
    ([, members]) => !isLargeEnough(members.length, new Set(members.map(({ ownerTag }) => ownerTag)).size),
  );
  return new Set(small.flatMap(([cell]) => cell ?? []));
};

/** Namings of a device within a day after an hour in which its true cell was below the limit. */
const exposures = (hours: readonly (readonly PlacedDevice[])[], named: readonly Named[]): number => {
  let count = 0;
  for (const [hour, devices] of hours.entries()) {
    const small = smallCells(devices);
    const hidden = devices.filter((device) => small.has(cellOf(device) ?? ''));
    const day = named.slice(hour, hour + hoursToName);
    count += hidden.filter(({ deviceId }) => day.some((names) => names.has(deviceId))).length;
  }
  return count;
};

describe('in 720 releases in which devices join and leave one at a time', () => {
  it('every named country is shared by twenty named devices of five accounts, as the release itself shows', () => {
    for (const [month, hours] of months.entries()) {
      const named = rulings[month] ?? [];
      for (const [hour, names] of named.entries()) {
        const shown = (hours[hour] ?? []).filter(({ deviceId }) => names.has(deviceId));
        for (const members of Map.groupBy(shown, cellOf).values()) {
          expect(members.length).toBeGreaterThanOrEqual(fewestDevices);
          expect(new Set(members.map(({ ownerTag }) => ownerTag)).size).toBeGreaterThanOrEqual(fewestOwners);
        }
        for (const { deviceId, country } of shown) expect(names.get(deviceId)).toBe(country);
      }
    }
  });

  it('no device of a cell below the limit is named in that release or the 23 after it', () => {
    for (const [month, hours] of months.entries()) expect(exposures(hours, rulings[month] ?? [])).toBe(0);
  });

  it('would be exposed by naming every cell that holds at the moment: the months are hard enough to tell', () => {
    const atOnce: Rule = (hours) =>
      hours.map((devices) => {
        const small = smallCells(devices);
        const large = devices.filter((device) => device.country !== null && !small.has(cellOf(device) ?? ''));
        return new Map(large.map(({ deviceId, country }) => [deviceId, country ?? '']));
      });
    for (const hours of months) expect(exposures(hours, atOnce(hours))).toBeGreaterThan(100);
  });

  it('names some countries, takes some back and names them again', () => {
    for (const named of rulings) {
      const counts = named.map(({ size }) => size);
      const falls = counts.filter((size, hour) => size < (counts[hour - 1] ?? 0) - 10).length;
      expect(Math.max(...counts)).toBeGreaterThan(fewestDevices);
      expect(falls).toBeGreaterThan(1);
    }
  });

  it('tells nothing of a country before it is named: in any other that is not named all releases are the same', () => {
    for (const [month, hours] of months.entries()) {
      const named = rulings[month] ?? [];
      const everyone = [...new Set(hours.flatMap((devices) => devices.map(({ deviceId }) => deviceId)))];
      for (const moved of everyone.filter((_, at) => at % 20 === 0)) {
        const firstNamed = named.findIndex((names) => names.has(moved));
        const until = firstNamed < 0 ? hours.length : firstNamed;
        // Nobody else is there; null is nowhere.
        const country = month === 0 ? null : 'LU';
        const elsewhere = hours
          .slice(0, until)
          .map((devices) => devices.map((device) => (device.deviceId === moved ? { ...device, country } : device)));
        expect(asText(ruled(elsewhere))).toEqual(asText(named.slice(0, until)));
      }
    }
  }, 60_000);
});
