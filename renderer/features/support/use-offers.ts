/** The public list of offers as a page shows it: read in one order, and further pages one by one. */
import { useState } from 'react';
import type { Offer, OfferOrder } from '../../../shared/contract/app/supports.ts';
import { type CallFailure, useAction } from '../../client/action.ts';
import { useReading } from '../../client/reading.ts';
import { readEveryMs } from './use-supported.ts';

/** Best first, whatever is looked for; in the order in which they are offered. */
const directions = {
  share: 'desc',
  uptime: 'desc',
  tier: 'desc',
  room: 'desc',
  staked: 'desc',
  slashes: 'asc',
  required: 'asc',
} as const satisfies Record<OfferOrder, 'asc' | 'desc'>;

export const shownOrders = Object.keys(directions) as OfferOrder[];

export interface ShownOffers {
  /** null before the first answer. */
  offers: readonly Offer[] | null;
  failure: CallFailure | null;
  hasMore: boolean;
  isLoading: boolean;
  loadMore(): Promise<void>;
}

/** An offer that moved between two readings stands where it was met first. */
const unique = (offers: readonly Offer[]): Offer[] =>
  [...new Map(offers.toReversed().map((offer) => [offer.deviceId, offer])).values()].toReversed();

export const useOffers = (by: OfferOrder): ShownOffers => {
  const order = directions[by];
  const first = useReading(by, (core, signal) => core.supports.offers({ by, order }, { signal }), readEveryMs);
  const [further, setFurther] = useState<{ by: OfferOrder; offers: readonly Offer[]; next: string | null } | null>(
    null,
  );
  const load = useAction((core, signal, after: string) => core.supports.offers({ by, order, after }, { signal }));
  const own = further?.by === by ? further : null;
  const next = own === null ? (first.value?.next ?? null) : own.next;
  const known = own?.offers ?? [];
  return {
    offers: first.value && unique([...first.value.offers, ...known]),
    failure: first.failure ?? load.failure,
    hasMore: next !== null,
    isLoading: load.isBusy,
    loadMore: async () => {
      const page = next === null ? null : await load.run(next);
      if (page !== null) setFurther({ by, offers: [...known, ...page.offers], next: page.next });
    },
  };
};
