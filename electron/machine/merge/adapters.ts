/**
 * Says which adapter runs on which card: by the place that the driver names, else by name. Dawn selects an adapter by
 * name alone, so a card whose adapter cannot be picked out is said to be inseparable, never guessed at. Pure.
 */
import type { DawnAdapter } from '../../../shared/domain/hardware/adapter.ts';
import { isImpostor, isSoftwareAdapter, translateAdapter, translateVulkan } from '../dawn/translate-adapter.ts';
import { compareNames } from '../identity/model-name.ts';
import type { GpuSighting } from '../sighting.ts';
import type { Card } from './cards.ts';
import { haveSameAddress, haveSameUuid, isOfUnclearName, isSameVendor, mayBeOne } from './same-card.ts';

export interface EquippedCard extends Card {
  /** null when no kernel can run on it. */
  readonly adapterName: string | null;
  /** Picks out its adapter among equals; null where the name is enough. */
  readonly selector: string | null;
  readonly isSeparable: boolean;
  readonly isImpostor: boolean;
}

/** One device behind a name, as the driver or Dawn lists it. */
interface Device {
  readonly sightings: readonly GpuSighting[];
  readonly selector: string | null;
}

/** All adapters of one name. */
interface Model {
  readonly name: string;
  readonly sighting: GpuSighting;
  /** One per device that bears the name: as many as one backend lists, for each backend lists every device again. */
  readonly devices: readonly Device[];
  /** Whether Dawn, asked for this name, gives this adapter: it takes the first whose name contains the words. */
  readonly isSelectable: boolean;
}

const deviceOf = (adapter: DawnAdapter): Device => {
  const vulkan = translateVulkan(adapter);
  return { sightings: [translateAdapter(adapter), ...(vulkan ? [vulkan] : [])], selector: adapter.selector };
};

const isLocated = ({ sightings }: Device): boolean =>
  sightings.some(({ pciAddress, uuid }) => pciAddress !== null || uuid !== null);

/** The list of the backend that knows the most of them, of those that list the most. */
const devicesOf = (alike: readonly DawnAdapter[]): Device[] => {
  const perBackend = [...Map.groupBy(alike, ({ backend }) => backend).values()].map((own) => own.map(deviceOf));
  const [best = []] = perBackend.toSorted(
    (a, b) => b.length - a.length || b.filter(isLocated).length - a.filter(isLocated).length,
  );
  return best;
};

/** @param all what Dawn chooses from, the software among them */
const modelsOf = (adapters: readonly DawnAdapter[], all: readonly DawnAdapter[]): Model[] =>
  [...Map.groupBy(adapters, ({ name }) => name)].flatMap(([name, alike]) => {
    const [first] = alike;
    if (!first) return [];
    const given = all.find((other) => other.backend === first.backend && other.name.includes(name));
    return {
      name,
      sighting: translateAdapter(first),
      devices: devicesOf(alike),
      isSelectable: given !== undefined && alike.includes(given),
    };
  });

type Match = (card: Card, model: Model) => boolean;

const namesAre =
  (wanted: 'same' | 'compatible'): Match =>
  ({ sightings }, { name, sighting }) =>
    sightings.some(
      (seen) => seen.name !== null && isSameVendor(seen, sighting) && compareNames(seen.name, name) === wanted,
    );

const isUnclear: Match = ({ sightings }, { sighting }) =>
  sightings.every((seen) => isSameVendor(seen, sighting) && isOfUnclearName(seen));

const isAt = ({ sightings }: Card, device: Device): boolean =>
  sightings.some((known) => device.sightings.some((seen) => haveSameAddress(known, seen) || haveSameUuid(known, seen)));

const mayHold = ({ sightings }: Card, device: Device): boolean =>
  sightings.every((known) => device.sightings.every((seen) => mayBeOne(known, seen)));

const equip = (card: Card, model: Model, device: Device, canTell: boolean): EquippedCard => {
  const isSeparable = canTell && (device.selector !== null || (model.devices.length === 1 && model.isSelectable));
  return {
    sightings: [...card.sightings, ...device.sightings],
    adapterName: isSeparable ? model.name : null,
    selector: isSeparable ? device.selector : null,
    isSeparable,
    isImpostor: false,
  };
};

const bare: Card = { sightings: [] };

/** Renders on the processor, whatever it calls itself: never given to a card. */
const softwareCards = (adapters: readonly DawnAdapter[], all: readonly DawnAdapter[]): EquippedCard[] =>
  modelsOf(adapters, all).flatMap((model) => {
    const [device] = model.devices;
    return device ? [equip(bare, { ...model, devices: [device] }, device, true)] : [];
  });

/**
 * @param cards what the vendor tools and the system list
 * @returns the same cards with their adapters, then cards that only Dawn sees, then one card per software adapter
 */
export const equipCards = (cards: readonly Card[], adapters: readonly DawnAdapter[]): EquippedCard[] => {
  const impostors = adapters.filter((adapter) => !isSoftwareAdapter(adapter) && isImpostor(adapter));
  const software = adapters.filter(isSoftwareAdapter);
  const equipped = new Map<Card, EquippedCard>();
  const unseen: EquippedCard[] = [];
  const free = (): Card[] => cards.filter((card) => !equipped.has(card));

  /** By the place that the driver names. @returns the model with the devices of which no tool knows the place */
  const placeDevices = (model: Model): Model => ({
    ...model,
    devices: model.devices.filter((device) => {
      const card = free().find((own) => isAt(own, device));
      if (card) equipped.set(card, equip(card, model, device, true));
      return card === undefined;
    }),
  });

  /** @param own cards that may hold the devices; of several of either nobody can tell which holds which */
  const take = ({ whole, rest }: { whole: Model; rest: Model }, own: readonly Card[]): void => {
    const isAlone = own.length === 1 && rest.devices.length === 1;
    const [any] = rest.devices;
    // What the driver says of one of several is not known of this one.
    const nameless: Device = { sightings: [whole.sighting], selector: null };
    for (const card of own) equipped.set(card, equip(card, whole, (isAlone && any) || nameless, isAlone));
    for (const device of rest.devices.slice(own.length)) unseen.push(equip(bare, whole, device, own.length === 0));
  };

  const real = adapters.filter((adapter) => !impostors.includes(adapter) && !software.includes(adapter));
  let models = modelsOf(real, adapters)
    .map((whole) => ({ whole, rest: placeDevices(whole) }))
    .filter(({ rest }) => rest.devices.length > 0);
  const couldHold = (card: Card, { rest }: { rest: Model }): boolean =>
    rest.devices.some((device) => mayHold(card, device));
  for (const matches of [namesAre('same'), namesAre('compatible')]) {
    models = models.filter((model) => {
      const own = free().filter((card) => matches(card, model.whole) && couldHold(card, model));
      if (own.length > 0) take(model, own);
      return own.length === 0;
    });
  }
  for (const model of models) {
    const unclear = free().filter((card) => isUnclear(card, model.whole) && couldHold(card, model));
    const rivals = models.filter(({ whole }) => isSameVendor(whole.sighting, model.whole.sighting));
    // One card left, one adapter left, one vendor: they belong together, whatever they are called.
    take(model, unclear.length === 1 && rivals.length === 1 ? unclear : []);
  }

  return [
    ...cards.map(
      (card) =>
        equipped.get(card) ?? { ...card, adapterName: null, selector: null, isSeparable: true, isImpostor: false },
    ),
    ...unseen,
    ...softwareCards(software, adapters),
    ...softwareCards(impostors, adapters).map((card) => ({
      ...card,
      adapterName: null,
      selector: null,
      isImpostor: true,
    })),
  ];
};
