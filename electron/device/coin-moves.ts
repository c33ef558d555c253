/**
 * Moves of this device's coins, each in two steps. An intent is asked of the network and its text held against what was
 * asked for; a wallet signs that text, and the network carries it out once. Nothing is signed that was not compared.
 */
import { isPerigeeError, PerigeeError } from '../../shared/contract/codes.ts';
import type { NetworkDevice } from '../../shared/contract/network/devices.ts';
import type { NetworkOutputs } from '../../shared/contract/network/index.ts';
import { type AskedIntent, intentDifferences } from '../../shared/domain/intents/compare-intent.ts';
import type { IntentFacts } from '../../shared/domain/intents/facts.ts';
import { type Holding, stakeProspect, unstakeProspect } from '../../shared/domain/intents/prospect.ts';
import { readIntent } from '../../shared/domain/intents/read-intent.ts';
import { walletChangeMessage } from '../../shared/domain/signing/messages.ts';
import { type BaseUnits, inBaseUnits } from '../../shared/units/money.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { MoveRefusal, SignAnswer } from '../link/account-link.ts';
import type { Link } from '../link/link.ts';
import type { Wallet } from '../wallet/wallet.ts';

export type MoveAction = 'stake' | 'unstake';

/** An intent that says what was asked for. */
export interface ComparedIntent {
  readonly intentId: string;
  readonly text: string;
  /** As the text itself says them. */
  readonly facts: IntentFacts;
  readonly signsWith: Wallet['kind'];
}

export interface CoinMoves {
  /** @throws INTENT_MISMATCH when the text is not what was asked for; WALLET_MISSING */
  prepare(action: MoveAction, amount: BaseUnits): Promise<{ kind: 'intent'; intent: ComparedIntent } | MoveRefusal>;
  /**
   * Has it signed and brings the signature.
   *
   * @param signal  ends the wait for the wallet
   * @throws SIGNING_FAILED, WALLET_MISSING, CANCELLED
   */
  carryOut(
    intent: Pick<ComparedIntent, 'intentId' | 'text'>,
    signal: AbortSignal,
  ): Promise<Exclude<SignAnswer, { kind: 'wrong_wallet' }>>;
  /** Names the wallet to the network where it has none of this account, or another one: then the change waits. */
  nameWallet(signal: AbortSignal): Promise<void>;
}

type Standing = NetworkOutputs['stake']['standing'];

const units = (text: string): BaseUnits => inBaseUnits(BigInt(text));

const holdingOf = ({ ownStaked, staked, cooling, required, risks, cooldownMs }: Standing): Holding => ({
  own: units(ownStaked),
  counted: units(staked),
  cooling: inBaseUnits(cooling.reduce((sum, { amount }) => sum + BigInt(amount), 0n)),
  required: units(required),
  shares: risks.map(({ offence, bps }) => ({ cause: offence, bps })),
  cooldownMs,
});

export const createCoinMoves = (options: {
  clock: Pick<Clock, 'now'>;
  link: Pick<Link, 'account' | 'stakeStanding'>;
  /** null: coins with a price, and no wallet that could sign for them. */
  wallet: Wallet | null;
  network: { name: string; networkKey: string };
  device: Pick<NetworkDevice, 'id' | 'accountId'>;
}): CoinMoves => {
  const { clock, link, network, device } = options;
  const { account } = link;
  const { accountId } = device;
  const { networkKey } = network;
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
    prepare: async (action, amount) => {
      const { kind: signsWith } = walletOf();
      const holding = holdingOf(await link.stakeStanding());
      const askedAt = clock.now();
      const prospectOf = action === 'stake' ? stakeProspect : unstakeProspect;
      const prospect = prospectOf(holding, amount, askedAt);
      const answer = await account.prepare({ action, deviceId: device.id, amount });
      if (answer.kind !== 'prepared') return answer;
      const { intentId, text } = answer;
      const read = readIntent(text);
      if (read.kind === 'refused') throw new PerigeeError('INTENT_MISMATCH', { differs: ['text'] });
      const head = { network: network.name, networkKey, accountId, deviceId: device.id };
      const asked: AskedIntent = { ...head, action, amount, prospect, askedAt };
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
