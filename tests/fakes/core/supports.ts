/** Made-up support for the fake core: thirty offers, two devices that are supported, and moves that change them. */
import { ORPCError } from '@orpc/server';
import {
  type Offer,
  type OfferOrder,
  type OpenedOffer,
  openedOfferSchema,
  type Supported,
  type SupportQuote,
} from '../../../shared/contract/app/supports.ts';
import type { IntentProspect } from '../../../shared/domain/intents/facts.ts';
import { intentText } from '../../../shared/domain/intents/intent-text.ts';
import { type Backing, leaveProspect, supportProspect } from '../../../shared/domain/intents/support-prospect.ts';
import { mainnetParameters } from '../../../shared/domain/parameters/record.ts';
import { sharesOf } from '../../../shared/domain/slashing/risks.ts';
import { tierLevel } from '../../../shared/domain/tiers/tier.ts';
import { inBaseUnits } from '../../../shared/units/money.ts';
import { io } from './coins.ts';

const dayMs = 86_400_000;
const noticeMs = 7 * dayMs;
const cooldownMs = 14 * dayMs;
const pageSize = 25;
const shares = sharesOf(mainnetParameters);

const kinds = [
  ['h100', 8, 'gold', '16000'],
  ['rtx-4090', 2, 'silver', '500'],
  ['rtx-4070-ti', 1, 'silver', '500'],
  ['a100-80gb', 4, 'platinum', '4000'],
  ['rtx-6000-ada', 1, 'gold', '900'],
] as const;

type Kept = Offer & { ownStaked: bigint };

const offerAt = (index: number): Kept => {
  const [className, count, tier, requiredText] = kinds[index % kinds.length] ?? kinds[0];
  const required = io(requiredText);
  const ownStaked = (required * 125n) / 100n;
  const supporters = index % 4;
  const supported = (required * BigInt(supporters)) / 10n;
  return {
    deviceId: `d${String(index).padStart(24, '0')}`,
    shareBps: 3_000 - index * 50,
    class: className,
    count,
    tier,
    uptimeBps: 9_990 - index * 13,
    required,
    staked: ownStaked + supported,
    ownStaked,
    room: index === 5 ? 0n : ownStaked - supported,
    supporters,
    placesLeft: 16 - supporters,
    recentSlashes: index % 7 === 2 ? 1 : index % 11 === 10 ? 3 : 0,
  };
};

const sortValue: Record<OfferOrder, (offer: Kept) => bigint> = {
  share: ({ shareBps }) => BigInt(shareBps),
  required: ({ required }) => required,
  staked: ({ staked }) => staked,
  room: ({ room }) => room,
  tier: ({ tier }) => BigInt(tierLevel(tier)),
  uptime: ({ uptimeBps }) => BigInt(uptimeBps),
  slashes: ({ recentSlashes }) => BigInt(recentSlashes),
};

const backingOf = (offer: Kept, held: bigint): Backing => ({
  ...{ shareBps: offer.shareBps, shares, noticeMs, cooldownMs },
  held: inBaseUnits(held),
  ownStaked: inBaseUnits(offer.ownStaked),
  staked: inBaseUnits(offer.staked),
  required: inBaseUnits(offer.required),
});

const risksOf = ({ risks }: IntentProspect): SupportQuote['risks'] =>
  risks.flatMap(({ cause, bps, loss }) => (cause === 'wrong_address' ? [] : [{ offence: cause, bps, loss }]));

/** @param supportsTwo  begins with one device that is supported and one that is being left */
export const createFakeSupports = (now: () => number, supportsTwo: boolean) => {
  const offers = new Map(Array.from({ length: 30 }, (_, index) => offerAt(index)).map((each) => [each.deviceId, each]));
  const held = new Map<string, { amount: bigint; leavesAt: number | null }>();
  const quotes = new Map<string, SupportQuote>();
  let free = io('1200');

  const put = (offer: Kept, amount: bigint): void => {
    held.set(offer.deviceId, { amount: (held.get(offer.deviceId)?.amount ?? 0n) + amount, leavesAt: null });
    offers.set(offer.deviceId, { ...offer, staked: offer.staked + amount, room: offer.room - amount });
  };
  const offerOf = (deviceId: string): Kept => {
    const offer = offers.get(deviceId);
    if (offer === undefined) throw new ORPCError('OFFER_NOT_FOUND');
    return offer;
  };
  if (supportsTwo) {
    put(offerAt(3), io('400'));
    put(offerAt(2), io('150'));
    held.set(offerAt(2).deviceId, { amount: io('150'), leavesAt: now() + 4 * dayMs });
  }

  const supportedOf = ([deviceId, { amount, leavesAt }]: [string, { amount: bigint; leavesAt: number | null }]) => {
    const offer = offerOf(deviceId);
    const supported: Supported = {
      ...{ deviceId, class: offer.class, count: offer.count, held: amount, deviceStaked: offer.staked },
      shareBps: offer.shareBps,
      ownPartBps: leavesAt === null ? Number((amount * 10_000n) / (offer.staked - offer.ownStaked)) : 0,
      ...{ earned: io('6.0312'), claimable: io('1.5'), leavesAt, leavingMs: noticeMs + cooldownMs },
      freeAt: leavesAt === null ? null : leavesAt + cooldownMs,
      cooling: [],
      risks: risksOf(leaveProspect(backingOf(offer, amount), now())),
    };
    return supported;
  };

  return {
    heldOn: (deviceId: string): bigint => held.get(deviceId)?.amount ?? 0n,
    isLeaving: (deviceId: string): boolean => (held.get(deviceId)?.leavesAt ?? null) !== null,
    offers: (by: OfferOrder, order: 'asc' | 'desc', after: string | undefined) => {
      const sign = order === 'asc' ? 1 : -1;
      const all = [...offers.values()].toSorted(
        (a, b) => sign * Number(sortValue[by](a) - sortValue[by](b)) || a.deviceId.localeCompare(b.deviceId),
      );
      const start = after === undefined ? 0 : Number(after);
      const next = start + pageSize < all.length ? String(start + pageSize) : null;
      return { offers: all.slice(start, start + pageSize), next };
    },
    open: (deviceId: string): OpenedOffer =>
      openedOfferSchema.parse({
        ...offerOf(deviceId),
        ...{ isOpen: true, shares, noticeMs, cooldownMs, free, held: held.get(deviceId)?.amount ?? 0n },
      }),
    positions: () => ({ supported: [...held].map(supportedOf), free, network: { name: 'Localnet', isPlay: true } }),
    prepare: (action: 'support' | 'leave', deviceId: string, asked: bigint | null): SupportQuote => {
      const offer = offerOf(deviceId);
      const before = held.get(deviceId)?.amount ?? 0n;
      const amount = asked ?? before;
      const available = offer.room < free ? offer.room : free;
      if (action === 'support' && amount > available) throw new ORPCError('AMOUNT_TOO_LARGE', { data: { available } });
      const backing = backingOf(offer, before);
      const prospect =
        action === 'support' ? supportProspect(backing, inBaseUnits(amount), now()) : leaveProspect(backing, now());
      const text = intentText({
        ...prospect,
        ...{ action, deviceId, amount: inBaseUnits(amount), expiresAt: now() + 600_000 },
        ...{ intentId: '1b4e28ba-2fa1-41d2-883f-0016d3cca427', network: 'Localnet' },
        ...{ networkKey: 'k'.repeat(43), accountId: 'a0123456789abcdef01234567' },
      });
      const quote: SupportQuote = {
        ...{ confirmationId: `support-${quotes.size + 1}`, action, deviceId, amount, noticeMs, cooldownMs },
        heldAfter: prospect.ownAfter,
        worstCase: prospect.risks[0]?.loss ?? 0n,
        risks: risksOf(prospect),
        ...{ shareBps: offer.shareBps, freeAt: prospect.freeAt ?? now(), endsEarning: prospect.endsEarning, fee: 0n },
        ...{ text: text.split('\n'), signsWith: 'localnet' },
      };
      quotes.set(quote.confirmationId, quote);
      return quote;
    },
    confirm: (confirmationId: string) => {
      const quote = quotes.get(confirmationId);
      if (quote === undefined) throw new ORPCError('CONFIRMATION_EXPIRED');
      quotes.delete(confirmationId);
      if (quote.action === 'leave') {
        held.set(quote.deviceId, { amount: quote.amount, leavesAt: now() + noticeMs });
        return { held: quote.amount, freeAt: quote.freeAt };
      }
      put(offerOf(quote.deviceId), quote.amount);
      free -= quote.amount;
      return { held: held.get(quote.deviceId)?.amount ?? 0n, freeAt: null };
    },
  };
};
