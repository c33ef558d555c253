/**
 * Support of others' devices as the faces see it: offers, what this account has behind them, and a supporter's moves in
 * two steps, as at the stake desk. Nothing here moves coins without a quote that was shown.
 */
import type {
  Offer,
  OfferOrder,
  OpenedOffer,
  Supported,
  SupportNetwork,
  SupportQuote,
} from '../../shared/contract/app/supports.ts';
import { PerigeeError } from '../../shared/contract/codes.ts';
import type { AccountPosition } from '../../shared/contract/network/holdings.ts';
import type { NetworkOffer, NetworkOfferNow } from '../../shared/contract/network/offers.ts';
import { type BaseUnits, inBaseUnits, noCoins } from '../../shared/units/money.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { OwnerLink } from '../link/account-link.ts';
import type { MoveRefusal } from '../link/move-refusal.ts';
import type { Money } from './money.ts';
import { createQuotes } from './quotes.ts';
import type { ComparedIntent } from './signed-moves.ts';
import type { SupportMoves } from './support-moves.ts';

/** An account that may support, and how its coins move. */
export interface Supporter {
  readonly account: Pick<OwnerLink, 'freeCoins' | 'offers' | 'offer' | 'positions'>;
  readonly coins: Pick<SupportMoves, 'prepareOn' | 'carryOut'>;
  readonly network: SupportNetwork;
}

export type AskedSupport =
  | { action: 'support'; deviceId: string; amount: bigint }
  | { action: 'leave'; deviceId: string };

export type PreparedSupport = { kind: 'quote'; quote: SupportQuote } | MoveRefusal;
export type ConfirmedSupport =
  | { kind: 'done'; held: bigint; freeAt: number | null }
  | MoveRefusal
  | { kind: 'expired' }
  | { kind: 'outdated' };

/** Every call throws what the account's link throws. */
export interface SupportDesk {
  /** @returns null where there is no account to support with yet @throws NOT_ACCOUNT_OWNER */
  offers(page: {
    by: OfferOrder;
    order: 'asc' | 'desc';
    after?: string | undefined;
  }): Promise<{ offers: Offer[]; next: string | null } | null>;
  open(deviceId: string): Promise<OpenedOffer | 'no_offer' | null>;
  positions(): Promise<{ supported: Supported[]; free: bigint; network: SupportNetwork } | null>;
  prepare(asked: AskedSupport): Promise<PreparedSupport | null>;
  /** @param signal  ends the wait for a wallet outside */
  confirm(confirmationId: string, signal: AbortSignal): Promise<ConfirmedSupport>;
}

const offerOf = (offer: NetworkOffer): Offer => ({
  deviceId: offer.deviceId,
  shareBps: offer.shareBps,
  class: offer.class,
  count: offer.count,
  tier: offer.tier,
  uptimeBps: offer.uptimeBps,
  required: BigInt(offer.required),
  staked: BigInt(offer.staked),
  ownStaked: offer.ownStaked === null ? null : BigInt(offer.ownStaked),
  room: BigInt(offer.room),
  supporters: offer.supporters,
  placesLeft: offer.placesLeft,
  recentSlashes: offer.recentSlashes,
});

/** This account's part of all that supporters of the device have, in bps. */
const partOf = (held: bigint, supporters: bigint): number =>
  supporters <= 0n ? 0 : Number((held * 10_000n) / supporters);

const supportedOf = (position: AccountPosition, offer: NetworkOfferNow | null): Supported => {
  const held = BigInt(position.staked);
  const { leavesAt } = position;
  return {
    deviceId: position.deviceId,
    class: position.class,
    count: position.count,
    held,
    deviceStaked: BigInt(position.deviceStaked),
    shareBps: position.offer?.shareBps ?? null,
    // Whoever is leaving has no part of any reward any more.
    ownPartBps:
      offer === null ? null : leavesAt === null ? partOf(held, BigInt(offer.staked) - BigInt(offer.ownStaked)) : 0,
    earned: BigInt(position.earned),
    claimable: BigInt(position.claimable),
    leavesAt,
    freeAt: leavesAt === null || offer === null ? null : leavesAt + offer.cooldownMs,
    leavingMs: offer && offer.noticeMs + offer.cooldownMs,
    cooling: position.cooling.map((entry) => ({ ...entry, amount: BigInt(entry.amount) })),
    risks: position.risks.map(({ offence, bps, loss }) => ({ offence, bps, loss: BigInt(loss) })),
  };
};

const quoteOf = (
  { facts, text, signsWith }: ComparedIntent,
  confirmationId: string,
  { noticeMs, cooldownMs }: NetworkOfferNow,
  now: number,
): SupportQuote => ({
  confirmationId,
  action: facts.action === 'leave' ? 'leave' : 'support',
  deviceId: facts.deviceId,
  amount: facts.amount,
  heldAfter: facts.ownAfter,
  worstCase: facts.risks[0]?.loss ?? noCoins,
  risks: facts.risks.flatMap(({ cause, bps, loss }) =>
    cause === 'wrong_address' ? [] : [{ offence: cause, bps, loss }],
  ),
  shareBps: facts.shareBps ?? 0,
  freeAt: facts.freeAt ?? now,
  noticeMs,
  cooldownMs,
  endsEarning: facts.endsEarning,
  fee: facts.fee,
  text: text.split('\n'),
  signsWith,
});

export const createSupportDesk = (options: {
  clock: Clock;
  /** `not_joined` until there is an account; null: it is somebody else's. */
  supporter: () => Supporter | 'not_joined' | null;
  money: Pick<Money, 'refresh'>;
}): SupportDesk => {
  const { clock, money } = options;
  const quotes = createQuotes(clock);
  const supporter = (): Supporter | null => {
    const found = options.supporter();
    if (found === null) throw new PerigeeError('NOT_ACCOUNT_OWNER', {});
    return found === 'not_joined' ? null : found;
  };
  const supportsOf = async ({ account }: Supporter): Promise<AccountPosition[]> =>
    (await account.positions()).filter(({ role }) => role === 'supporter');
  const heldOn = async (from: Supporter, deviceId: string): Promise<BaseUnits> => {
    const position = (await supportsOf(from)).find((each) => each.deviceId === deviceId);
    return position === undefined ? noCoins : inBaseUnits(BigInt(position.staked));
  };

  return {
    offers: async (page) => {
      const { offers, next } = (await supporter()?.account.offers(page)) ?? { offers: null, next: null };
      return offers && { offers: offers.map(offerOf), next };
    },
    open: async (deviceId) => {
      const from = supporter();
      if (from === null) return null;
      const [offer, held, free] = await Promise.all([
        from.account.offer(deviceId),
        heldOn(from, deviceId),
        from.account.freeCoins(),
      ]);
      if (offer === null) return 'no_offer';
      const { isOpen, shares, noticeMs, cooldownMs } = offer;
      const ownStaked = BigInt(offer.ownStaked);
      return { ...offerOf(offer), ownStaked, isOpen, shares, noticeMs, cooldownMs, held, free };
    },
    positions: async () => {
      const from = supporter();
      if (from === null) return null;
      const [positions, free] = await Promise.all([supportsOf(from), from.account.freeCoins()]);
      const offers = await Promise.all(positions.map(({ deviceId }) => from.account.offer(deviceId)));
      const { name, isPlay } = from.network;
      const supported = positions.map((position, index) => supportedOf(position, offers[index] ?? null));
      return { supported, free, network: { name, isPlay } };
    },
    prepare: async (asked) => {
      const from = supporter();
      if (from === null) return null;
      const { action, deviceId } = asked;
      const [offer, held] = await Promise.all([from.account.offer(deviceId), heldOn(from, deviceId)]);
      if (offer === null) return { kind: 'unsupportable', refusal: { code: 'OFFER_NOT_FOUND' } };
      const amount = asked.action === 'support' ? inBaseUnits(asked.amount) : held;
      const prepared = await from.coins.prepareOn({ offer, held }, action, amount);
      if (prepared.kind !== 'intent') return prepared;
      const confirmationId = quotes.keep(prepared.intent);
      return { kind: 'quote', quote: quoteOf(prepared.intent, confirmationId, offer, clock.now()) };
    },
    confirm: async (confirmationId, signal) => {
      const intent = quotes.take(confirmationId);
      const from = supporter();
      if (intent === null || from === null) return { kind: 'expired' };
      const answer = await from.coins.carryOut(intent, signal);
      if (answer.kind !== 'done') return answer;
      await money.refresh().catch(() => undefined);
      return { kind: 'done', held: BigInt(answer.result.own), freeAt: answer.result.freeAt };
    },
  };
};
