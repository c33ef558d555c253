/** The procedures of offers: the public list, the owner's terms, and supporters' moves. */
import { ORPCError } from '@orpc/server';
import { offerErrors } from '../../../shared/contract/network/offers.ts';
import { inBaseUnits } from '../../../shared/units/money.ts';
import type { Callers } from '../api/callers.ts';
import type { Network } from '../network.ts';
import { listOffers, readOffer } from './offer-list.ts';
import { closeOffer, setOffer } from './offers.ts';
import { positionOn } from './positions.ts';
import { leaveFrom, type SupportRefusal, supportOn } from './supporting.ts';

/** Answers with the refusal's code and facts. It throws always. */
const refuse = (refusal: SupportRefusal): never => {
  const { code, ...facts } = refusal;
  const status = Object.entries(offerErrors).find(([name]) => name === code)?.[1].status;
  if (status === undefined) throw new Error(`a move on an offer was refused with ${code}`);
  const data = Object.entries(facts).map(([name, fact]) => [name, typeof fact === 'bigint' ? String(fact) : fact]);
  throw data.length === 0
    ? new ORPCError(code, { status })
    : new ORPCError(code, { status, data: Object.fromEntries(data) });
};

export const offerRoutes = ({ signed, asOwner }: Callers, network: Network) => {
  const offerNow = async (deviceId: string) =>
    (await readOffer(network, deviceId)) ?? refuse({ code: 'OFFER_NOT_FOUND' });
  const positionNow = async (accountId: string, deviceId: string) =>
    (await positionOn(network, accountId, deviceId)) ?? refuse({ code: 'OFFER_NOT_FOUND' });
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
    support: asOwner.offers.support.handler(async ({ input, context }) => {
      const { accountId } = context.member;
      const amount = inBaseUnits(BigInt(input.amount));
      const refusal = await supportOn(network, accountId, input.deviceId, { ...input, amount });
      return refusal === null ? positionNow(accountId, input.deviceId) : refuse(refusal);
    }),
    leave: asOwner.offers.leave.handler(async ({ input, context }) => {
      const { accountId } = context.member;
      const refusal = await leaveFrom(network, accountId, input.deviceId, input);
      return refusal === null ? positionNow(accountId, input.deviceId) : refuse(refusal);
    }),
  };
};
