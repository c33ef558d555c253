/**
 * Joins what the sources saw into one card per physical device: by PCI address, then UUID, then name within a vendor.
 * Pure; adds no fact of its own.
 */
import { compareNames } from '../model-name.ts';
import type { GpuSighting } from '../sighting.ts';

/** One physical device: at most one sighting per source. */
export interface Card {
  readonly sightings: readonly GpuSighting[];
}

type Rule = (known: GpuSighting, seen: GpuSighting) => boolean;

/** The known vendor must not contradict; an unknown one may be any. */
export const isSameVendor: Rule = (a, b) => a.vendor === null || b.vendor === null || a.vendor === b.vendor;

/** Two addresses settle it: cards in two slots are two cards, however alike. */
const mayShareName: Rule = (a, b) => isSameVendor(a, b) && (a.pciAddress === null || b.pciAddress === null);

const namesCompare = (a: GpuSighting, b: GpuSighting): 'same' | 'compatible' | 'different' =>
  a.name === null || b.name === null ? 'different' : compareNames(a.name, b.name);

/** Strongest first. A rule is tried on every sighting before the next weaker one may take a card away. */
const rules: readonly Rule[] = [
  (a, b) => a.pciAddress !== null && a.pciAddress === b.pciAddress,
  (a, b) => a.uuid !== null && a.uuid === b.uuid && mayShareName(a, b),
  (a, b) => mayShareName(a, b) && namesCompare(a, b) === 'same',
  (a, b) => mayShareName(a, b) && namesCompare(a, b) === 'compatible',
];

const addSource = (cards: Card[], sightings: readonly GpuSighting[]): Card[] => {
  const joined = cards.map((card) => [...card.sightings]);
  const taken = new Set<GpuSighting[]>();
  let rest = [...sightings];
  for (const rule of rules) {
    rest = rest.filter((seen) => {
      const card = joined.find((own) => !taken.has(own) && own.some((known) => rule(known, seen)));
      if (!card) return true;
      card.push(seen);
      taken.add(card);
      return false;
    });
  }
  return [...joined, ...rest.map((seen) => [seen])].map((own) => ({ sightings: own }));
};

/** A UUID that two cards carry was masked or copied, and identifies neither. */
const withoutSharedUuids = (sightings: readonly GpuSighting[]): GpuSighting[] =>
  sightings.map((seen) =>
    seen.uuid !== null && sightings.some((other) => other !== seen && other.uuid === seen.uuid)
      ? { ...seen, uuid: null }
      : seen,
  );

/** @param sources one list per source, the one that knows the hardware best first */
export const joinCards = (sources: readonly (readonly GpuSighting[])[]): Card[] =>
  sources.reduce<Card[]>((cards, sightings) => addSource(cards, withoutSharedUuids(sightings)), []);
