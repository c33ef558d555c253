/**
 * Offers as the public reads them: one afresh, or a page of all that take supporters. A page shows what was read of each
 * offer last, so that it costs the same however busy the network is. Nothing here says whose a device is.
 */

import type { HardwareClaim } from '../../../shared/contract/network/devices.ts';
import type { NetworkOffer, NetworkOfferNow, offerOrders } from '../../../shared/contract/network/offers.ts';
import { networkHoursMs } from '../../../shared/domain/parameters/record.ts';
import { sharesOf } from '../../../shared/domain/slashing/risks.ts';
import { tierAt, tierLevel, tierOpens } from '../../../shared/domain/tiers/tier.ts';
import { tierNames } from '../../../shared/domain/tiers/tier-names.ts';
import { inTransaction } from '../../store/transaction.ts';
import { casesAgainst } from '../court/slashes.ts';
import { openHour } from '../epochs/hours.ts';
import type { Network } from '../network.ts';
import { type Offer, offerNow, refreshOffer } from './offers.ts';

export type OfferOrder = (typeof offerOrders)[number];

const columns = {
  share: 'shareBps',
  required: 'required',
  staked: 'staked',
  room: 'room',
  tier: 'tierLevel',
  uptime: 'uptimeBps',
  slashes: 'recentSlashes',
} as const satisfies Record<OfferOrder, keyof Offer>;

const levelsWithSupporters = tierNames.filter((tier) => tierOpens(tier, 'supporters')).map(tierLevel);

const describe = (offer: Offer, claim: HardwareClaim, { parameters }: Pick<Network, 'parameters'>): NetworkOffer => ({
  deviceId: offer.deviceId,
  shareBps: offer.shareBps,
  isOpen: offer.isOpen,
  class: claim.class,
  count: claim.count,
  tier: tierAt(offer.tierLevel),
  uptimeBps: offer.uptimeBps,
  required: offer.required.toString(),
  staked: offer.staked.toString(),
  ownStaked: offer.ownStaked?.toString() ?? null,
  capacity: offer.capacity.toString(),
  room: offer.room.toString(),
  supporters: offer.supporters,
  placesLeft: Math.max(0, parameters.maxSupportersPerDevice - offer.supporters),
  recentSlashes: offer.recentSlashes,
  readAt: offer.readAt,
});

/** One offer as it is now, open or not. @returns null when the device has none */
export const readOffer = (
  network: Pick<Network, 'db' | 'parameters' | 'clock'>,
  deviceId: string,
): Promise<NetworkOfferNow | null> =>
  inTransaction(network.db, async (trx) => {
    const device = await trx.selectFrom('devices').selectAll().where('id', '=', deviceId).executeTakeFirst();
    if (device === undefined) return null;
    const offer = await offerNow(trx, network, device);
    if (offer === undefined) return null;
    const { parameters } = network;
    return {
      ...describe(offer, device.claim, network),
      ownStaked: offer.ownStaked.toString(),
      shares: sharesOf(parameters, await casesAgainst(trx, network, deviceId)),
      noticeMs: networkHoursMs(parameters.supporterNoticeHours, parameters),
      cooldownMs: networkHoursMs(parameters.cooldownHours, parameters),
    };
  });

/**
 * A page of the offers that take supporters: open, of a tier that may, and with a device in use.
 *
 * @param page.after  the value and device that the page before ended with, as `<value>.<deviceId>`. An offer that moved
 *   meanwhile may be met twice or not at all
 */
export const listOffers = async (
  network: Pick<Network, 'db' | 'parameters'>,
  page: {
    readonly by: OfferOrder;
    readonly order: 'asc' | 'desc';
    readonly after?: string | undefined;
    readonly limit: number;
  },
): Promise<{ offers: NetworkOffer[]; next: string | null }> => {
  const column = columns[page.by];
  const [value, deviceId] = page.after?.split('.') ?? [];
  const rows = await network.db
    .selectFrom('offers')
    .innerJoin('devices', 'devices.id', 'offers.deviceId')
    .selectAll('offers')
    .select('devices.claim')
    .where('offers.isOpen', '=', true)
    .where('offers.tierLevel', 'in', levelsWithSupporters)
    .where('devices.revokedAt', 'is', null)
    .$if(value !== undefined && deviceId !== undefined, (query) =>
      query.where(({ eb, or, and }) =>
        or([
          eb(`offers.${column}`, page.order === 'asc' ? '>' : '<', BigInt(value ?? 0)),
          and([eb(`offers.${column}`, '=', BigInt(value ?? 0)), eb('offers.deviceId', '>', deviceId ?? '')]),
        ]),
      ),
    )
    .orderBy(`offers.${column}`, page.order)
    .orderBy('offers.deviceId')
    .limit(page.limit + 1)
    .execute();
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    offers: shown.map(({ claim, ...offer }) => describe(offer, claim, network)),
    next: rows.length > page.limit && last !== undefined ? `${last[column]}.${last.deviceId}` : null,
  };
};

const mostAtOnce = 200;

/** Reads offers again that were not read since the open hour began, the ones longest unread first, at most 200. */
export const refreshOffers = async (network: Pick<Network, 'db' | 'parameters' | 'clock'>): Promise<void> => {
  const hour = await openHour(network.db);
  const due = await network.db
    .selectFrom('offers')
    .innerJoin('devices', 'devices.id', 'offers.deviceId')
    .selectAll('devices')
    .where('offers.readAt', '<', hour.startsAt)
    .orderBy('offers.readAt')
    .limit(mostAtOnce)
    .execute();
  for (const device of due) await inTransaction(network.db, (trx) => refreshOffer(trx, network, device));
};
