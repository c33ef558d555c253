/**
 * What may be said of cards that nobody can tell apart: only that in which they are all equal. Two tools that list
 * twins without a common address do not say which of one list is which of the other. Pure.
 */
import type { GpuSighting } from '../sighting.ts';

const shared = <T>(alike: readonly GpuSighting[], read: (sighting: GpuSighting) => T): T | null => {
  const [first, ...others] = alike.map(read);
  const text = JSON.stringify(first);
  return first !== undefined && others.every((other) => JSON.stringify(other) === text) ? first : null;
};

/** One sighting that is true of each of `alike`, all of one source; it identifies none. */
const commonOf = (one: GpuSighting, alike: readonly GpuSighting[], isWhole: boolean): GpuSighting => ({
  source: one.source,
  name: shared(alike, ({ name }) => name),
  vendor: shared(alike, ({ vendor }) => vendor),
  kind: shared(alike, ({ kind }) => kind) ?? 'unknown',
  vramBytes: shared(alike, ({ vramBytes }) => vramBytes),
  driver: shared(alike, ({ driver }) => driver),
  pciId: shared(alike, ({ pciId }) => pciId),
  pciAddress: null,
  uuid: null,
  powerLimitWatts: isWhole ? shared(alike, ({ powerLimitWatts }) => powerLimitWatts) : null,
  mig: isWhole ? shared(alike, ({ mig }) => mig) : null,
  unusable: isWhole ? shared(alike, ({ unusable }) => unusable) : null,
});

/**
 * @param cards what is known of each of several cards
 * @param isWhole whether they are all the cards of their kind; where some are missing, what may differ from card to
 *   card (its power limit, its state) is left out too
 * @returns the same, with every sighting reduced to what holds for all of them
 */
export const reducedToCommon = (
  cards: readonly (readonly GpuSighting[])[],
  isWhole: boolean,
): readonly (readonly GpuSighting[])[] => {
  const bySource = Map.groupBy(cards.flat(), ({ source }) => source);
  return cards.map((card) => card.map((one) => commonOf(one, bySource.get(one.source) ?? [one], isWhole)));
};
