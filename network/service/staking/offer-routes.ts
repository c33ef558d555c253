/** The procedures of offers: the public list and the owner's terms. */
import { ORPCError } from '@orpc/server';
import { offerErrors } from '../../../shared/contract/network/offers.ts';
import type { Callers } from '../api/callers.ts';
import type { Network } from '../network.ts';
import { listOffers, readOffer } from './offer-list.ts';
import { closeOffer, type OfferRefusal, setOffer } from './offers.ts';

/** Answers with the refusal's code and facts. It throws always. */
const refuse = (refusal: OfferRefusal): never => {
  const { code, ...facts } = refusal;
  const status = Object.entries(offerErrors).find(([name]) => name === code)?.[1].status;
  if (status === undefined) throw new Error(`a move on an offer was refused with ${code}`);
  throw Object.keys(facts).length === 0
    ? new ORPCError(code, { status })
    : new ORPCError(code, { status, data: facts });
};

export const offerRoutes = ({ signed, asOwner }: Callers, network: Network) => {
  const offerNow = async (deviceId: string) =>
    (await readOffer(network, deviceId)) ?? refuse({ code: 'OFFER_NOT_FOUND' });
  return {
    list: signed.offers.list.handler(({ input }) => listOffers(network, input)),
    read: signed.offers.read.handler(({ input }) => offerNow(input.deviceId)),
    set: asOwner.offers.set.handler(async ({ input, context }) => {
      const refusal = await setOffer(network, context.member.accountId, input.deviceId, input.shareBps);
      return refusal === null ? offerNow(input.deviceId) : refuse(refusal);
    }),
    close: asOwner.offers.close.handler(async ({ input, context }) => {
      const refusal = await closeOffer(network, context.member.accountId, input.deviceId);
      return refusal === null ? offerNow(input.deviceId) : refuse(refusal);
    }),
  };
};
