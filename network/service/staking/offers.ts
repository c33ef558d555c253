/**
 * Owners' offers to supporters: made, closed, and read with everything that a supporter looks for. The terms stand still
 * while anybody is in under them. Supporters' own moves are in supporting.ts, the public list in offer-list.ts.
 */
import type { Selectable } from 'kysely';
import { networkHoursMs } from '../../../shared/domain/parameters/record.ts';
import type { Slash } from '../../../shared/domain/slashing/slash.ts';
import { countedStake } from '../../../shared/domain/staking/position.ts';
import { stakeCapacity } from '../../../shared/domain/staking/required.ts';
import { roomForSupport } from '../../../shared/domain/staking/support.ts';
import { type TierName, tierAt, tierFor, tierLevel, tierOpens } from '../../../shared/domain/tiers/tier.ts';
import { readExactJson } from '../../store/exact-json.ts';
import { readPosition } from '../../store/position.ts';
import type { OfferTable } from '../../store/tables/staking.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Device } from '../devices/devices.ts';
import { tierFactsOf } from '../epochs/hour-facts.ts';
import { openHour } from '../epochs/hours.ts';
import { readSighting } from '../epochs/sightings.ts';
import type { Network } from '../network.ts';

export type Offer = Selectable<OfferTable>;
type Teller = Pick<Network, 'parameters' | 'clock'>;

export type OfferRefusal =
  | { readonly code: 'DEVICE_NOT_FOUND' }
  | { readonly code: 'OFFER_NOT_FOUND' }
  | { readonly code: 'TIER_TOO_LOW'; readonly tier: TierName }
  | { readonly code: 'TERMS_LOCKED'; readonly supporters: number };

/** Ninety days, in network hours. */
const recentHours = 2_160;

const recentSlashes = async (trx: Trx, { parameters, clock }: Teller, deviceId: string): Promise<number> => {
  const { count } = await trx
    .selectFrom('slashes')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('deviceId', '=', deviceId)
    .where('state', '!=', 'returned')
    .where('at', '>', clock.now() - networkHoursMs(recentHours, parameters))
    .executeTakeFirstOrThrow();
  return Number(count);
};

/** @returns undefined when the owner never made one */
export const offerOf = (db: Trx | Network['db'], deviceId: string): Promise<Offer | undefined> =>
  db.selectFrom('offers').selectAll().where('deviceId', '=', deviceId).executeTakeFirst();

/** Read at this moment, so that nothing of it is unknown. */
type OfferFacts = Omit<Offer, 'deviceId' | 'shareBps' | 'isOpen'> & { readonly ownStaked: bigint };

/** What a supporter looks for, as it is at this moment. */
const factsOf = async (trx: Trx, network: Teller, device: Device): Promise<OfferFacts> => {
  const { parameters, clock } = network;
  const facts = tierFactsOf(await readSighting(trx, await openHour(trx), device.id), network);
  const position = await readPosition(trx, device);
  return {
    tierLevel: tierLevel(tierFor(facts)),
    uptimeBps: facts.uptimeBps,
    required: facts.required,
    staked: countedStake(position),
    ownStaked: position.owner,
    capacity: stakeCapacity(facts.required, parameters),
    room: roomForSupport(position, facts.required, parameters),
    supporters: position.supporters.length,
    recentSlashes: await recentSlashes(trx, network, device.id),
    readAt: clock.now(),
  };
};

/** The device's offer with facts read afresh. @returns undefined when it has none */
export const offerNow = async (
  trx: Trx,
  network: Teller,
  device: Device,
): Promise<(Offer & OfferFacts) | undefined> => {
  const offer = await offerOf(trx, device.id);
  return offer && { ...offer, ...(await factsOf(trx, network, device)) };
};

/** Keeps what a supporter looks for, as it is now, where the device has an offer. */
export const refreshOffer = async (trx: Trx, network: Teller, device: Device): Promise<void> => {
  if ((await offerOf(trx, device.id)) === undefined) return;
  await trx
    .updateTable('offers')
    .set(await factsOf(trx, network, device))
    .where('deviceId', '=', device.id)
    .execute();
};

/** Supporters who joined under the terms: those who are in, and those whose stake a slash holds until its appeal. */
const supportersUnder = async (trx: Trx, device: Device): Promise<number> => {
  const { ownerId, supporters } = await readPosition(trx, device);
  const held = await trx
    .selectFrom('slashes')
    .select('record')
    .where('deviceId', '=', device.id)
    .where('state', '=', 'escrow')
    .execute();
  const mayReturn = held.flatMap(({ record }) =>
    readExactJson<Slash>(record)
      .cuts.filter(({ holderId, cooling }) => holderId !== ownerId && cooling === null)
      .map(({ holderId }) => holderId),
  );
  return new Set([...supporters.map(({ holderId }) => holderId), ...mayReturn]).size;
};

const ownDevice = (trx: Trx, accountId: string, deviceId: string): Promise<Device | undefined> =>
  trx
    .selectFrom('devices')
    .selectAll()
    .where('id', '=', deviceId)
    .where('accountId', '=', accountId)
    .where('revokedAt', 'is', null)
    .executeTakeFirst();

/** Makes the account's offer for a device of its own, or opens it again. @returns the refusal; null when it is done */
export const setOffer = (
  network: Pick<Network, 'db' | 'parameters' | 'clock'>,
  accountId: string,
  deviceId: string,
  shareBps: number,
): Promise<OfferRefusal | null> =>
  inTransaction(network.db, async (trx): Promise<OfferRefusal | null> => {
    const device = await ownDevice(trx, accountId, deviceId);
    if (device === undefined) return { code: 'DEVICE_NOT_FOUND' };
    const facts = await factsOf(trx, network, device);
    const tier = tierAt(facts.tierLevel);
    if (!tierOpens(tier, 'supporters')) return { code: 'TIER_TOO_LOW', tier };
    const known = await offerOf(trx, deviceId);
    if (known !== undefined && known.shareBps !== shareBps) {
      const supporters = await supportersUnder(trx, device);
      if (supporters > 0) return { code: 'TERMS_LOCKED', supporters };
    }
    const terms = { shareBps, isOpen: true, ...facts };
    await trx
      .insertInto('offers')
      .values({ deviceId, ...terms })
      .onConflict((conflict) => conflict.column('deviceId').doUpdateSet(terms))
      .execute();
    return null;
  });

/** Takes no more supporters on the account's own device. @returns the refusal; null when it is done, or was before */
export const closeOffer = (
  network: Pick<Network, 'db'>,
  accountId: string,
  deviceId: string,
): Promise<OfferRefusal | null> =>
  inTransaction(network.db, async (trx): Promise<OfferRefusal | null> => {
    if ((await ownDevice(trx, accountId, deviceId)) === undefined) return { code: 'OFFER_NOT_FOUND' };
    const closed = await trx
      .updateTable('offers')
      .set({ isOpen: false })
      .where('deviceId', '=', deviceId)
      .executeTakeFirst();
    return closed.numUpdatedRows === 1n ? null : { code: 'OFFER_NOT_FOUND' };
  });
