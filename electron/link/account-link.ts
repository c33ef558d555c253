/**
 * What this device's owner asks of the network, under a key of the owner's own: to be let in as the owner, to name the
 * wallet, to ask for an intent and to bring its signature, and what may be supported and is. It signs requests and no
 * money; each call is made once.
 */
import { ORPCError, safe } from '@orpc/client';
import type { AccountPosition } from '../../shared/contract/network/holdings.ts';
import type { NetworkOutputs } from '../../shared/contract/network/index.ts';
import type { offerOrders } from '../../shared/contract/network/offers.ts';
import type { IntentFacts } from '../../shared/domain/intents/facts.ts';
import { factsOfWire } from '../../shared/domain/intents/wire-facts.ts';
import { ownerMessage } from '../../shared/domain/signing/messages.ts';
import { type BaseUnits, inBaseUnits } from '../../shared/units/money.ts';
import type { ApiClient } from './api-client.ts';
import type { Identity } from './identity.ts';
import { type MoveRefusal, moveRefusalOf } from './move-refusal.ts';
import { refusedBy } from './refusal.ts';

/** A move as an owner asks for it. */
export type AskedMove =
  | { action: 'stake' | 'unstake' | 'support'; deviceId: string; amount: BaseUnits }
  /** Leaving is with everything. */
  | { action: 'leave'; deviceId: string; amount: null };

export type OfferPage = { by: (typeof offerOrders)[number]; order: 'asc' | 'desc'; after?: string | undefined };

export type IntentAnswer =
  | { kind: 'prepared'; intentId: string; text: string; expiresAt: number; facts: IntentFacts }
  | MoveRefusal;

export type SignAnswer =
  | { kind: 'done'; result: NetworkOutputs['intents']['sign'] }
  | MoveRefusal
  /** The text may not be signed any more. */
  | { kind: 'expired' }
  /** It would mean something else by now. */
  | { kind: 'outdated' }
  /** The account's wallet is another one. */
  | { kind: 'wrong_wallet' };

/** What an owner asks, with a device or without. Calls end as those of the link do. */
export interface OwnerLink {
  /** Opens an account of the owner's own, without a device in it, or finds the one that the key speaks for. */
  open(name: string): Promise<{ id: string }>;
  /** A token by which one device comes into the account; it lasts an hour of the network. */
  enrol(): Promise<string>;
  wallet(): Promise<NetworkOutputs['wallet']['current']>;
  /** @param ownSignature  by the new key, over the text of the change */
  nameWallet(publicKey: string, ownSignature: string): Promise<NetworkOutputs['wallet']['change']>;
  prepare(asked: AskedMove): Promise<IntentAnswer>;
  /** The same signature again gets the first answer and moves nothing more. */
  sign(intentId: string, signature: string): Promise<SignAnswer>;
  /** Free coins of the account, whatever its devices. */
  freeCoins(): Promise<BaseUnits>;
  /** Offers that take supporters, a page of them. */
  offers(page: OfferPage): Promise<NetworkOutputs['offers']['list']>;
  /** @returns null for a device without an offer */
  offer(deviceId: string): Promise<NetworkOutputs['offers']['read'] | null>;
  /** Every device where the account has coins at stake or cooling. */
  positions(): Promise<AccountPosition[]>;
}

export interface AccountLink extends OwnerLink {
  /**
   * Becomes the owner of the account that this device made for itself. The same key is told the same again.
   *
   * @returns false when somebody else owns it
   */
  adopt(account: { id: string; name: string }): Promise<boolean>;
}

/** What none of these calls has an answer for: a refusal becomes a problem with its code. */
const unmet = (error: unknown): unknown => (error instanceof ORPCError ? refusedBy(error) : error);

type OwnersApi = Pick<ApiClient, 'accounts' | 'wallet' | 'intents' | 'offers' | 'holdings'>;

export const createOwnerLink = (owner: OwnersApi): OwnerLink => ({
  open: async (name) => {
    const [error, account] = await safe(owner.accounts.open({ name }));
    if (error === null) return account;
    throw unmet(error);
  },
  enrol: async () => {
    const [error, enrolment] = await safe(owner.accounts.createEnrolment({ uses: 1, validHours: 1 }));
    if (error === null) return enrolment.token;
    throw unmet(error);
  },
  wallet: async () => {
    const [error, wallet] = await safe(owner.wallet.current());
    if (error === null) return wallet;
    throw unmet(error);
  },
  nameWallet: async (value, ownSignature) => {
    const [error, change] = await safe(owner.wallet.change({ kind: 'wallet_key', value, ownSignature }));
    if (error === null) return change;
    throw unmet(error);
  },
  prepare: async ({ action, deviceId, amount }) => {
    const [error, answer, isDefined] = await safe(
      owner.intents.prepare({ action, deviceId, amount: amount?.toString() ?? null }),
    );
    if (error === null) return { kind: 'prepared', ...answer, facts: factsOfWire(answer.facts) };
    const refused = isDefined ? moveRefusalOf(error) : null;
    if (refused !== null) return refused;
    throw unmet(error);
  },
  sign: async (intentId, signature) => {
    const [error, result, isDefined] = await safe(owner.intents.sign({ intentId, signature }));
    if (error === null) return { kind: 'done', result };
    if (!isDefined) throw unmet(error);
    switch (error.code) {
      case 'INTENT_EXPIRED':
        return { kind: 'expired' };
      case 'INTENT_OUTDATED':
        return { kind: 'outdated' };
      case 'WALLET_SIGNATURE_WRONG':
        return { kind: 'wrong_wallet' };
      default: {
        const refused = moveRefusalOf(error);
        if (refused !== null) return refused;
        throw unmet(error);
      }
    }
  },
  freeCoins: async () => {
    const [error, account] = await safe(owner.accounts.me());
    if (error === null) return inBaseUnits(BigInt(account.wallet));
    throw unmet(error);
  },
  offers: async (page) => owner.offers.list(page),
  offer: async (deviceId) => {
    const [error, offer, isDefined] = await safe(owner.offers.read({ deviceId }));
    if (error === null) return offer;
    if (isDefined && error.code === 'OFFER_NOT_FOUND') return null;
    throw unmet(error);
  },
  positions: async () => {
    const all: AccountPosition[] = [];
    for (let after: string | undefined; ; ) {
      const [error, page] = await safe(owner.holdings.positions(after === undefined ? {} : { after }));
      if (error !== null) throw unmet(error);
      all.push(...page.positions);
      if (page.next === null || page.next === after) return all;
      after = page.next;
    }
  },
});

/** @param options.device  as the device; @param options.owner  as its owner */
export const createAccountLink = (options: {
  device: Pick<ApiClient, 'accounts'>;
  owner: OwnersApi;
  identity: Pick<Identity, 'publicKey' | 'sign'>;
}): AccountLink => {
  const { device, owner, identity } = options;
  return {
    ...createOwnerLink(owner),
    adopt: async ({ id, name }) => {
      const ownerKey = identity.publicKey;
      const ownerSignature = Buffer.from(identity.sign(ownerMessage(id, ownerKey))).toString('base64url');
      const [error, , isDefined] = await safe(device.accounts.adopt({ ownerKey, name, ownerSignature }));
      if (error === null) return true;
      if (isDefined && error.code === 'ACCOUNT_OWNED') return false;
      throw unmet(error);
    },
  };
};
