/**
 * An owner of an account by hand: a key that speaks for it, and a wallet that signs what moves its coins. It writes the
 * texts that are signed itself, as a wallet does, and shares no code with the app.
 */
import { type Answer, createPlayKey, type PlayKey } from './play-key.ts';

export type PlayAction = 'stake' | 'unstake' | 'claim' | 'support' | 'leave';

export interface PlayIntent {
  readonly intentId: string;
  readonly text: string;
}

export interface PlayOwner {
  readonly key: PlayKey;
  readonly wallet: PlayKey;
  /** Becomes the owner of the account that a device made. */
  adopt(device: PlayKey): Promise<void>;
  /** Names a wallet's key, the owner's own by default, or an address. @param by the wallet that agrees to it */
  name(
    change: { kind: 'wallet_key'; of?: PlayKey } | { kind: 'payout_address'; value: string },
    by?: PlayKey,
  ): Promise<Answer>;
  /** @param amount base units; null: all that can be claimed, or that a supporter leaves with */
  prepare(action: PlayAction, deviceId: string, amount: string | null, to?: 'wallet' | 'payout'): Promise<Answer>;
  /** @param by the wallet by default */
  sign(intent: PlayIntent, by?: PlayKey): Promise<Answer>;
  /** Both; the answer is of the step that was refused, or the last. */
  move(action: PlayAction, deviceId: string, amount: string | null, to?: 'wallet' | 'payout'): Promise<Answer>;
}

/** @param key  that was known before; a new one by default */
export const createPlayOwner = (
  baseUrl: string,
  now: () => number,
  key: PlayKey = createPlayKey(baseUrl, now),
  wallet: PlayKey = createPlayKey(baseUrl, now),
): PlayOwner => {
  const name: PlayOwner['name'] = async (change, by) => {
    const { parameters } = (await key.ok('GET', '/v1/parameters')) as { parameters: { networkKey: string } };
    const { id } = await key.ok('GET', '/v1/accounts/me');
    const { nextChange } = await key.ok('GET', '/v1/wallet');
    const newKey = change.kind === 'wallet_key' ? (change.of ?? wallet) : null;
    const value = change.kind === 'wallet_key' ? newKey?.publicKey : change.value;
    const text = ['perigee-wallet-1', parameters.networkKey, id, nextChange, change.kind, value].join('\n');
    return key.ask('POST', '/v1/wallet', {
      kind: change.kind,
      value,
      ...(newKey === null ? {} : { ownSignature: newKey.signText(text) }),
      ...(by === undefined ? {} : { walletSignature: by.signText(text) }),
    });
  };
  const prepare: PlayOwner['prepare'] = (action, deviceId, amount, to) =>
    key.ask('POST', '/v1/intents', { action, deviceId, amount, ...(to === undefined ? {} : { to }) });
  const sign: PlayOwner['sign'] = ({ intentId, text }, by = wallet) =>
    key.ask('POST', `/v1/intents/${intentId}/signature`, { signature: by.signText(text) });

  return {
    key,
    wallet,
    adopt: async (device) => {
      const { accountId } = await device.ok('GET', '/v1/devices/me');
      const ownerSignature = key.signText(`perigee-owner-1\n${String(accountId)}\n${key.publicKey}`);
      await device.ok('POST', '/v1/accounts/adopt', { ownerKey: key.publicKey, name: 'play owner', ownerSignature });
    },
    name,
    prepare,
    sign,
    move: async (...asked) => {
      const prepared = await prepare(...asked);
      return prepared.status === 200 ? sign(prepared.body as unknown as PlayIntent) : prepared;
    },
  };
};
