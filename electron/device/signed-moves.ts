/**
 * How an account's coins move, whatever the move: an intent is asked of the network and its text held against what was
 * asked for; a wallet signs that text, and the network carries it out once. Nothing is signed that was not compared.
 */
import { isPerigeeError, PerigeeError } from '../../shared/contract/codes.ts';
import { type AskedIntent, intentDifferences } from '../../shared/domain/intents/compare-intent.ts';
import type { IntentFacts } from '../../shared/domain/intents/facts.ts';
import { readIntent } from '../../shared/domain/intents/read-intent.ts';
import { walletChangeMessage } from '../../shared/domain/signing/messages.ts';
import type { AskedMove, OwnerLink, SignAnswer } from '../link/account-link.ts';
import type { MoveRefusal } from '../link/move-refusal.ts';
import type { Wallet } from '../wallet/wallet.ts';

/** An intent that says what was asked for. */
export interface ComparedIntent {
  readonly intentId: string;
  readonly text: string;
  /** As the text itself says them. */
  readonly facts: IntentFacts;
  readonly signsWith: Wallet['kind'];
}

export type PreparedMove = { kind: 'intent'; intent: ComparedIntent } | MoveRefusal;
export type CarriedMove = Exclude<SignAnswer, { kind: 'wrong_wallet' }>;

export interface SignedMoves {
  /** @throws WALLET_MISSING when nobody could sign what would be asked for */
  checkWallet(): void;
  /**
   * @param move  as it is asked; where its amount is null, `expected.amount` is what it must come to
   * @throws INTENT_MISMATCH when the text is not what was asked for; WALLET_MISSING
   */
  ask(move: AskedMove, expected: Pick<AskedIntent, 'amount' | 'prospect' | 'askedAt'>): Promise<PreparedMove>;
  /**
   * Has it signed and brings the signature.
   *
   * @param signal  ends the wait for the wallet
   * @throws SIGNING_FAILED, WALLET_MISSING, CANCELLED
   */
  carryOut(intent: Pick<ComparedIntent, 'intentId' | 'text'>, signal: AbortSignal): Promise<CarriedMove>;
  /** Names the wallet to the network where it has none of this account, or another one: then the change waits. */
  nameWallet(signal: AbortSignal): Promise<void>;
}

export const createSignedMoves = (options: {
  account: Pick<OwnerLink, 'wallet' | 'nameWallet' | 'prepare' | 'sign'>;
  /** null: coins with a price, and no wallet that could sign for them. */
  wallet: Wallet | null;
  network: { name: string; networkKey: string };
  accountId: string;
}): SignedMoves => {
  const { account, accountId } = options;
  const { name: network, networkKey } = options.network;
  const walletOf = (): Wallet => {
    if (options.wallet === null) throw new PerigeeError('WALLET_MISSING', {});
    return options.wallet;
  };

  const nameWallet = async (signal: AbortSignal): Promise<void> => {
    const wallet = walletOf();
    const { walletKey, waiting, nextChange: number } = await account.wallet();
    const value = await wallet.publicKey(signal);
    if (walletKey === value || waiting.some(({ kind }) => kind === 'wallet_key')) return;
    const text = walletChangeMessage({ networkKey, accountId, number, kind: 'wallet_key', value });
    await account.nameWallet(value, await wallet.sign(text, signal));
  };

  /** The answer may be lost on the way; the same signature then only asks again what it did. */
  const bring = async (intentId: string, signature: string): Promise<SignAnswer> => {
    try {
      return await account.sign(intentId, signature);
    } catch (error) {
      if (!isPerigeeError(error) || error.code !== 'NETWORK_UNREACHABLE') throw error;
      return account.sign(intentId, signature);
    }
  };

  return {
    nameWallet,
    checkWallet: () => void walletOf(),
    ask: async (move, expected) => {
      const { kind: signsWith } = walletOf();
      const answer = await account.prepare(move);
      if (answer.kind !== 'prepared') return answer;
      const { intentId, text } = answer;
      const read = readIntent(text);
      if (read.kind === 'refused') throw new PerigeeError('INTENT_MISMATCH', { differs: ['text'] });
      const { action, deviceId } = move;
      const asked: AskedIntent = { network, networkKey, accountId, action, deviceId, ...expected };
      const differs = intentDifferences(asked, answer.facts, read.facts);
      if (read.facts.intentId !== intentId) differs.push('intentId');
      if (differs.length > 0) throw new PerigeeError('INTENT_MISMATCH', { differs });
      return { kind: 'intent', intent: { intentId, text, facts: read.facts, signsWith } };
    },
    carryOut: async ({ intentId, text }, signal) => {
      const wallet = walletOf();
      const { walletKey } = await account.wallet();
      if (walletKey === null) await nameWallet(signal);
      else if (walletKey !== (await wallet.publicKey(signal)))
        throw new PerigeeError('SIGNING_FAILED', { why: 'wrong_key' });
      const answer = await bring(intentId, await wallet.sign(text, signal));
      if (answer.kind === 'wrong_wallet') throw new PerigeeError('SIGNING_FAILED', { why: 'wrong_key' });
      return answer;
    },
  };
};
