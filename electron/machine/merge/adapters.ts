/**
 * Says which adapter runs on which card. Dawn selects an adapter by name alone, so a card whose adapter cannot be
 * picked out by name is said to be inseparable, never guessed at. Pure.
 */
import type { DawnAdapter } from '../../../shared/domain/hardware/adapter.ts';
import { isSoftwareAdapter, translateAdapter } from '../dawn/translate-adapter.ts';
import { compareNames } from '../model-name.ts';
import type { GpuSighting } from '../sighting.ts';
import { type Card, isSameVendor } from './cards.ts';

export interface EquippedCard extends Card {
  /** null when no kernel can run on it. */
  readonly adapterName: string | null;
  readonly isSeparable: boolean;
}

/** All adapters of one name. */
interface Model {
  readonly name: string;
  readonly sighting: GpuSighting;
  /** How many devices bear the name: the most that one backend lists, for each backend lists every device again. */
  readonly count: number;
  /** Whether Dawn, asked for this name, gives this adapter: it takes the first whose name contains the words. */
  readonly isSelectable: boolean;
}

const modelsOf = (adapters: readonly DawnAdapter[]): Model[] =>
  [...Map.groupBy(adapters, ({ name }) => name)].flatMap(([name, alike]) => {
    const [first] = alike;
    if (!first) return [];
    const perBackend = [...Map.groupBy(alike, ({ backend }) => backend).values()];
    const sameBackend = adapters.filter(({ backend }) => backend === first.backend);
    return {
      name,
      sighting: translateAdapter(first),
      count: Math.max(...perBackend.map((listed) => listed.length)),
      isSelectable: sameBackend.find((other) => other.name.includes(name))?.name === name,
    };
  });

type Match = (card: Card, model: Model) => boolean;

const namesAre =
  (wanted: 'same' | 'compatible'): Match =>
  ({ sightings }, { name, sighting }) =>
    sightings.some(
      (seen) => seen.name !== null && isSameVendor(seen, sighting) && compareNames(seen.name, name) === wanted,
    );

/** Known by no name, or by no better one than the chip's in the system's list, such as `Phoenix1`. */
const isOfUnclearName: Match = ({ sightings }, { sighting }) =>
  sightings.every(
    (seen) => isSameVendor(seen, sighting) && (seen.name === null || seen.source === 'systeminformation'),
  );

const equip = (card: Card, { name, sighting, isSelectable }: Model, isAlone: boolean): EquippedCard => {
  const isSeparable = isAlone && isSelectable;
  return { sightings: [...card.sightings, sighting], adapterName: isSeparable ? name : null, isSeparable };
};

/**
 * @param cards what the vendor tools and the system list
 * @returns the same cards with their adapters, then cards that only Dawn sees, then one card per software adapter
 */
export const equipCards = (cards: readonly Card[], adapters: readonly DawnAdapter[]): EquippedCard[] => {
  const equipped = new Map<Card, EquippedCard>();
  const isFree = (card: Card): boolean => !equipped.has(card);

  const take = (model: Model, own: readonly Card[]): void => {
    const isAlone = own.length === 1 && model.count === 1;
    for (const card of own) equipped.set(card, equip(card, model, isAlone));
    for (let unseen = own.length; unseen < model.count; unseen += 1) {
      const card: Card = { sightings: [] };
      equipped.set(card, equip(card, model, model.count === 1));
    }
  };

  let models = modelsOf(adapters.filter((adapter) => !isSoftwareAdapter(adapter)));
  for (const matches of [namesAre('same'), namesAre('compatible')]) {
    models = models.filter((model) => {
      const own = cards.filter((card) => isFree(card) && matches(card, model));
      if (own.length > 0) take(model, own);
      return own.length === 0;
    });
  }
  for (const model of models) {
    const unclear = cards.filter((card) => isFree(card) && isOfUnclearName(card, model));
    const isOnlyModel = models.filter(({ sighting }) => isSameVendor(sighting, model.sighting)).length === 1;
    // One card left, one adapter left, one vendor: they belong together, whatever they are called.
    take(model, unclear.length === 1 && isOnlyModel ? unclear : []);
  }

  const withAdapters = [...equipped].filter(([card]) => !cards.includes(card)).map(([, card]) => card);
  const software = modelsOf(adapters.filter(isSoftwareAdapter));
  return [
    ...cards.map((card) => equipped.get(card) ?? { ...card, adapterName: null, isSeparable: true }),
    ...withAdapters,
    ...software.map((model) => equip({ sightings: [] }, model, true)),
  ];
};
