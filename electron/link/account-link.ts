/**
 * What this device's owner asks of the network, under a key of the owner's own: to be let in as the owner, to name the
 * wallet, to ask for an intent and to bring its signature. It signs requests and no money; each call is made once.
 */
import { ORPCError, safe } from '@orpc/client';
import type { NetworkOutputs } from '../../shared/contract/network/index.ts';
import type { IntentFacts } from '../../shared/domain/intents/facts.ts';
import { factsOfWire } from '../../shared/domain/intents/wire-facts.ts';
import { ownerMessage } from '../../shared/domain/signing/messages.ts';
import type { BaseUnits } from '../../shared/units/money.ts';
import type { ApiClient } from './api-client.ts';
import type { Identity } from './identity.ts';
import { refusedBy } from './refusal.ts';

/** A rule's no to a move of stake. */
export type MoveRefusal = { kind: 'too_large'; available: bigint } | { kind: 'in_use' };

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

/** Calls end as those of the link do. */
export interface AccountLink {
  /**
   * Becomes the owner of the account that this device made for itself. The same key is told the same again.
   *
   * @returns false when somebody else owns it
   */
  adopt(account: { id: string; name: string }): Promise<boolean>;
  wallet(): Promise<NetworkOutputs['wallet']['current']>;
  /** @param ownSignature  by the new key, over the text of the change */
  nameWallet(publicKey: string, ownSignature: string): Promise<NetworkOutputs['wallet']['change']>;
  prepare(asked: { action: 'stake' | 'unstake'; deviceId: string; amount: BaseUnits }): Promise<IntentAnswer>;
  /** The same signature again gets the first answer and moves nothing more. */
  sign(intentId: string, signature: string): Promise<SignAnswer>;
}

/** What none of these calls has an answer for: a refusal becomes a problem with its code. */
const unmet = (error: unknown): unknown => (error instanceof ORPCError ? refusedBy(error) : error);

/** @param options.device  as the device; @param options.owner  as its owner */
export const createAccountLink = (options: {
  device: Pick<ApiClient, 'accounts'>;
  owner: Pick<ApiClient, 'wallet' | 'intents'>;
  identity: Pick<Identity, 'publicKey' | 'sign'>;
}): AccountLink => {
  const { device, owner, identity } = options;
  return {
    adopt: async ({ id, name }) => {
      const ownerKey = identity.publicKey;
      const ownerSignature = Buffer.from(identity.sign(ownerMessage(id, ownerKey))).toString('base64url');
      const [error, , isDefined] = await safe(device.accounts.adopt({ ownerKey, name, ownerSignature }));
      if (error === null) return true;
      if (isDefined && error.code === 'ACCOUNT_OWNED') return false;
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
        owner.intents.prepare({ action, deviceId, amount: amount.toString() }),
      );
      if (error === null) return { kind: 'prepared', ...answer, facts: factsOfWire(answer.facts) };
      if (isDefined && error.code === 'AMOUNT_TOO_LARGE')
        return { kind: 'too_large', available: BigInt(error.data.available) };
      if (isDefined && error.code === 'STAKE_IN_USE') return { kind: 'in_use' };
      throw unmet(error);
    },
    sign: async (intentId, signature) => {
      const [error, result, isDefined] = await safe(owner.intents.sign({ intentId, signature }));
      if (error === null) return { kind: 'done', result };
      if (!isDefined) throw unmet(error);
      switch (error.code) {
        case 'AMOUNT_TOO_LARGE':
          return { kind: 'too_large', available: BigInt(error.data.available) };
        case 'STAKE_IN_USE':
          return { kind: 'in_use' };
        case 'INTENT_EXPIRED':
          return { kind: 'expired' };
        case 'INTENT_OUTDATED':
          return { kind: 'outdated' };
        case 'WALLET_SIGNATURE_WRONG':
          return { kind: 'wrong_wallet' };
        default:
          throw unmet(error);
      }
    },
  };
};
