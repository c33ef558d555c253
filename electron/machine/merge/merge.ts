/** From everything that was seen to the list of GPUs: one per physical device, each fact with its source. Pure. */
import type { Display, Gpu } from '../../../shared/contract/app/machine.ts';
import type { DawnAdapter } from '../../../shared/domain/hardware/adapter.ts';
import type { GpuVendor, Seen } from '../sighting.ts';
import { type EquippedCard, equipCards } from './adapters.ts';
import { joinCards } from './cards.ts';
import { mergeDisplays } from './displays.ts';
import { type Facts, factsOf, precedence } from './facts.ts';
import { withKnownModel } from './known-model.ts';

export interface Testimony {
  /** What each source saw that answered, in any order. */
  readonly seen: readonly Seen[];
  /** null: not asked, as for a recording. A GPU is then unusable only for what the sources say of it. */
  readonly adapters: readonly DawnAdapter[] | null;
  /** Makers whose own tool is there and failed, which is then the reason that a card cannot be used. */
  readonly failedVendors: readonly GpuVendor[];
  /** Addresses at which the bus no longer answers. */
  readonly lostAddresses: readonly string[];
}

/** How soon in the order of precedence a source speaks; one that saw no GPU comes last. */
const rankOf = ({ gpus, displays }: Seen): number => {
  const source = gpus[0]?.source ?? displays[0]?.source;
  return source === undefined ? precedence.length : precedence.indexOf(source);
};

const unusableReason = (card: EquippedCard, facts: Facts, testimony: Testimony): Gpu['unusable'] => {
  const said = card.sightings.map(({ unusable }) => unusable);
  const { pciAddress, vendor } = facts;
  if (said.includes('lost')) return 'lost';
  if (pciAddress.value !== null && testimony.lostAddresses.includes(pciAddress.value)) return 'lost';
  if (said.includes('stopped')) return 'stopped';
  if (card.isImpostor) return 'impostor';
  if (said.includes('paravirtual')) return 'paravirtual';
  if (said.includes('mig_mode')) return 'mig_mode';
  if (card.adapterName !== null) return null;
  if (!card.isSeparable) return 'not_separable';
  if (vendor.value !== null && testimony.failedVendors.includes(vendor.value)) return 'tool_error';
  return testimony.adapters === null ? null : 'no_adapter';
};

/** It bears a maker's name; how it computes says that it is another's. */
const asImpostor = (facts: Facts): Facts => ({
  ...facts,
  kind: 'software',
  vendor: { ...facts.vendor, conflicts: [...facts.vendor.conflicts, { value: 'other', source: 'dawn' }] },
});

const stableId = (gpu: Omit<Gpu, 'id'>): string =>
  gpu.pciAddress.value ?? gpu.uuid.value ?? gpu.name.value ?? `${gpu.vendor.value ?? 'unknown'} GPU`;

/** Cards that share a name and have nothing better are numbered in the order in which they were listed. */
const numbered = (ids: readonly string[]): string[] => {
  const times = new Map<string, number>();
  return ids.map((id) => {
    const nth = (times.get(id) ?? 0) + 1;
    times.set(id, nth);
    return nth === 1 ? id : `${id} #${nth}`;
  });
};

export const mergeGpus = (testimony: Testimony): { gpus: Gpu[]; displays: Display[] } => {
  const seen = testimony.seen.toSorted((a, b) => rankOf(a) - rankOf(b));
  const cards = equipCards(joinCards(seen.map(({ gpus }) => gpus)), testimony.adapters ?? []);
  const known = cards.map((card) => {
    const said = factsOf(card.sightings);
    const facts = withKnownModel(card.isImpostor ? asImpostor(said) : said);
    const { adapterName, selector } = card;
    return { ...facts, adapterName, selector, unusable: unusableReason(card, facts, testimony) };
  });
  const ids = numbered(known.map(stableId));
  const gpus = known.map((gpu, index) => ({ id: ids[index] ?? stableId(gpu), ...gpu }));
  const displays = mergeDisplays(
    seen.flatMap((source) => source.displays),
    gpus,
  );
  return { gpus, displays };
};
