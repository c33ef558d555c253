/**
 * Whose country an hourly release names. A country is named only together with at least twenty devices of five accounts
 * in the same cell (country, class, tier), all of which have stood in that cell, without a gap, for twenty-four
 * releases. Whatever depends on a device that is not named stays unsaid: who is not yet named neither opens a cell for
 * others nor keeps one open. docs/decisions/0011 says what this does not hide.
 */
import { byId } from '../amounts/pro-rata.ts';

export const fewestDevices = 20;
export const fewestOwners = 5;
/** Releases in a row, the one that is made included, in which a device stood in its cell. */
export const hoursToName = 24;

/** A device of an hour, with the words that its row will have. */
export interface PlacedDevice {
  readonly deviceId: string;
  readonly ownerTag: string;
  /** ISO 3166-1 alpha-2; null: not known, which is never named. */
  readonly country: string | null;
  readonly class: string;
  readonly tier: string;
}

/**
 * Where each device of the last release stood, and for how many releases in a row, 1..24. Secret: it holds every
 * country. What is lost of it is not named again for a day.
 */
export type CountryMemory = Readonly<Record<string, { readonly cell: string; readonly hours: number }>>;

export const noMemory: CountryMemory = {};

/** No part holds a slash: countries are two letters, classes and tiers words with hyphens. */
export const cellOf = ({ country, ...device }: Pick<PlacedDevice, 'country' | 'class' | 'tier'>): string | null =>
  country === null ? null : `${country}/${device.class}/${device.tier}`;

/** Whether so many may be told apart from all others. */
export const isLargeEnough = (devices: number, owners: number): boolean =>
  devices >= fewestDevices && owners >= fewestOwners;

/**
 * The countries of one release.
 *
 * @param memory  that of the release before; `noMemory` for the first
 * @param devices  all devices of the hour, in any order, each once
 * @returns `named`: device id to country, of those whose country is named
 */
export const nameCountries = (
  memory: CountryMemory,
  devices: readonly PlacedDevice[],
): { readonly named: ReadonlyMap<string, string>; readonly memory: CountryMemory } => {
  const placed = devices.flatMap((device) => {
    const cell = cellOf(device);
    if (cell === null) return [];
    const before = Object.hasOwn(memory, device.deviceId) ? memory[device.deviceId] : undefined;
    const hours = before?.cell === cell ? Math.min(before.hours + 1, hoursToName) : 1;
    return [{ ...device, id: device.deviceId, cell, hours }];
  });
  const steady = Map.groupBy(
    placed.filter(({ hours }) => hours === hoursToName),
    ({ cell }) => cell,
  );
  const named = [...steady.values()]
    .filter((members) => isLargeEnough(members.length, new Set(members.map(({ ownerTag }) => ownerTag)).size))
    .flat();
  return {
    named: new Map(named.map(({ deviceId, country }) => [deviceId, country ?? ''])),
    memory: Object.fromEntries(placed.toSorted(byId).map(({ deviceId, cell, hours }) => [deviceId, { cell, hours }])),
  };
};
