/**
 * Joins what the sources saw into one card per physical device: by PCI address, then UUID, then model and name within a
 * vendor. Pure; adds no fact of its own, and leaves out those of which nobody can say whose they are.
 */
import type { GpuSighting } from '../sighting.ts';
import { reducedToCommon } from './alike.ts';
import {
  areNamed,
  areOtherModels,
  haveSameAddress,
  haveSamePciId,
  haveSameUuid,
  isAnonymous,
  isOfUnclearName,
  isSameVendor,
  mayBeOne,
} from './same-card.ts';

/** One physical device: at most one sighting per source, unless a source lists its address twice. */
export interface Card {
  readonly sightings: readonly GpuSighting[];
}

type Rule = (known: GpuSighting, seen: GpuSighting) => boolean;
type Sightings = readonly GpuSighting[];

/** These settle it. */
const identities: readonly Rule[] = [haveSameAddress, haveSameUuid];
/** These hold for every card of a model. Strongest first. */
const likenesses: readonly Rule[] = [haveSamePciId, areNamed('same'), areNamed('compatible')];

/** Cards being joined; a card that the source at hand has already spoken of takes no other of its sightings. */
interface Joining {
  cards: Sightings[];
  taken: Set<Sightings>;
}

const replace = (joining: Joining, before: Sightings, after: Sightings): void => {
  joining.cards = joining.cards.map((card) => (card === before ? after : card));
  joining.taken.add(after);
};

const fits = (card: Sightings, seen: GpuSighting, rule: Rule): boolean =>
  card.every((known) => mayBeOne(known, seen)) && card.some((known) => rule(known, seen));

const haveAddresses = (cards: readonly Sightings[]): number =>
  cards.filter((card) => card.some(({ pciAddress }) => pciAddress !== null)).length;

/** Joins cards and sightings that are all alike: one of each is one card; of several, nobody knows which is which. */
const joinAlike = (joining: Joining, cards: readonly Sightings[], seen: readonly GpuSighting[]): GpuSighting[] => {
  const [card] = cards;
  const [one] = seen;
  if (card && one && cards.length === 1 && seen.length === 1) {
    replace(joining, card, [...card, one]);
    return [];
  }
  const isWhole = cards.length === seen.length;
  const listed = seen.map((sighting) => [sighting]);
  // The list that knows the slots keeps them; the other is true of each of them.
  const areSlotsSeen = listed.length >= cards.length && haveAddresses(listed) > haveAddresses(cards);
  const known = areSlotsSeen ? reducedToCommon(cards, isWhole) : cards;
  const added = areSlotsSeen ? listed : reducedToCommon(listed, isWhole);
  cards.forEach((before, index) => {
    const [after, sightings] = [known[index] ?? before, added[index]];
    if (sightings) replace(joining, before, [...after, ...sightings]);
  });
  return added.slice(cards.length).flat();
};

/** Sightings that could each be one of the same cards. */
const alikeGroups = (
  joining: Joining,
  seen: readonly GpuSighting[],
  rule: Rule,
): { cards: Sightings[]; seen: GpuSighting[] }[] => {
  const groups: { cards: Sightings[]; seen: GpuSighting[] }[] = [];
  for (const sighting of seen) {
    const cards = joining.cards.filter((card) => !joining.taken.has(card) && fits(card, sighting, rule));
    if (cards.length === 0) continue;
    const touching = groups.filter((group) => group.cards.some((card) => cards.includes(card)));
    for (const group of touching) groups.splice(groups.indexOf(group), 1);
    groups.push({
      cards: [...new Set([...touching.flatMap((group) => group.cards), ...cards])],
      seen: [...touching.flatMap((group) => group.seen), sighting],
    });
  }
  return groups;
};

/** The only one left on both sides within a vendor, where at least one of the two has no clear name. */
const joinLastLeft = (joining: Joining, seen: readonly GpuSighting[]): GpuSighting[] =>
  seen.filter((sighting) => {
    const isOfVendor = ({ vendor }: GpuSighting): boolean => vendor !== null && vendor === sighting.vendor;
    const free = joining.cards.filter((card) => !joining.taken.has(card) && card.some(isOfVendor));
    const [card] = free;
    if (!card || free.length > 1 || seen.filter(isOfVendor).length > 1) return true;
    const isUnclear = isOfUnclearName(sighting) || card.every(isOfUnclearName);
    if (!isUnclear || !card.every((known) => mayBeOne(known, sighting) && !areOtherModels(known, sighting)))
      return true;
    replace(joining, card, [...card, sighting]);
    return false;
  });

const addSource = (cards: readonly Sightings[], sightings: readonly GpuSighting[]): Sightings[] => {
  const joining: Joining = { cards: [...cards], taken: new Set() };
  let rest = [...sightings];
  for (const rule of identities) {
    rest = rest.filter((seen) => {
      const card = joining.cards.find((own) => own.some((known) => rule(known, seen)));
      if (card) replace(joining, card, [...card, seen]);
      return card === undefined;
    });
  }
  for (const rule of likenesses) {
    for (const group of alikeGroups(joining, rest, rule)) {
      const left = joinAlike(joining, group.cards, group.seen);
      rest = [...rest.filter((seen) => !group.seen.includes(seen)), ...left];
    }
  }
  for (const seen of joinLastLeft(joining, rest)) {
    const own = joining.cards.find((card) => card.some((known) => haveSameAddress(known, seen)));
    if (own) replace(joining, own, [...own, seen]);
    else joining.cards.push([seen]);
  }
  return joining.cards;
};

/** Nameless ones are among the known cards of their vendor as far as there are any, and new only beyond them. */
const addAnonymous = (cards: readonly Sightings[], sightings: readonly GpuSighting[]): Sightings[] => {
  const [first] = sightings;
  if (!first) return [...cards];
  const known = cards.filter((card) => card.every((own) => isSameVendor(own, first) && own.source !== first.source));
  const [only] = known;
  if (only && known.length === 1 && sightings.length === 1)
    return cards.map((card) => (card === only ? [...only, first] : card));
  return [...cards, ...sightings.slice(known.length).map((seen) => [seen])];
};

/** A UUID that two cards carry was masked or copied, and identifies neither. */
const withoutSharedUuids = (sources: readonly (readonly GpuSighting[])[]): GpuSighting[][] => {
  const shared = new Set<string | null>();
  for (const sightings of [...sources, sources.flat().filter(({ pciAddress }) => pciAddress !== null)]) {
    for (const [uuid, own] of Map.groupBy(sightings, (seen) => seen.uuid)) {
      const isOneSlot = own.every((seen) => own[0] !== undefined && (seen === own[0] || haveSameAddress(seen, own[0])));
      if (!isOneSlot) shared.add(uuid);
    }
  }
  return sources.map((sightings) => sightings.map((seen) => (shared.has(seen.uuid) ? { ...seen, uuid: null } : seen)));
};

/** @param sources one list per source, the one that knows the hardware best first */
export const joinCards = (sources: readonly (readonly GpuSighting[])[]): Card[] => {
  const lists = withoutSharedUuids(sources);
  const named = lists.reduce<Sightings[]>(
    (cards, list) =>
      addSource(
        cards,
        list.filter((seen) => !isAnonymous(seen)),
      ),
    [],
  );
  const all = lists.reduce<Sightings[]>((cards, list) => {
    const byVendor = Map.groupBy(list.filter(isAnonymous), ({ vendor }) => vendor);
    return [...byVendor.values()].reduce<Sightings[]>(addAnonymous, cards);
  }, named);
  return all.map((sightings) => ({ sightings }));
};
