/**
 * The wallet of a validator's account on a network whose coins have no price: a key in a file beside its own. Coins with a
 * price are signed for elsewhere, and no key of theirs is ever made or read here.
 */
import { randomUUID } from 'node:crypto';
import type { ValidatorStanding } from '../../shared/contract/network/validators.ts';
import { validatorMoveMessage, walletChangeMessage } from '../../shared/domain/signing/messages.ts';
import type { ApiClient } from '../link/api-client.ts';
import { createKeyFile, readKeyFile, type Signer, signerOf } from '../link/key-file.ts';

const text = (signature: Uint8Array): string => Buffer.from(signature).toString('base64url');

export interface PlayWallet {
  readonly accountId: string;
  readonly networkKey: string;
  readonly signer: Signer;
}

export type OpenedWallet =
  | { readonly kind: 'open'; readonly wallet: PlayWallet }
  /** Its coins have a price. */
  | { readonly kind: 'priced' }
  /** The account's wallet is another key than the one in the file, or the file holds none. */
  | { readonly kind: 'elsewhere' };

const name = async (api: ApiClient, wallet: PlayWallet, number: number): Promise<void> => {
  const { accountId, networkKey, signer } = wallet;
  const value = signer.publicKey;
  const message = walletChangeMessage({ networkKey, accountId, number, kind: 'wallet_key', value });
  await api.wallet.change({ kind: 'wallet_key', value, ownSignature: text(signer.sign(message)) });
};

/** @param path  of the key, which is made where there is none and the account has named no wallet */
export const openPlayWallet = async (api: ApiClient, path: string): Promise<OpenedWallet> => {
  const { parameters } = await api.parameters.current();
  if (!parameters.isPlay) return { kind: 'priced' };
  const { id: accountId } = await api.accounts.me();
  const { walletKey, nextChange } = await api.wallet.current();
  const found = readKeyFile(path);
  if (found.kind === 'corrupt') return { kind: 'elsewhere' };
  if (found.kind === 'absent' && walletKey !== null) return { kind: 'elsewhere' };
  const signer = signerOf(found.kind === 'key' ? found.key : createKeyFile(path));
  const wallet: PlayWallet = { accountId, networkKey: parameters.networkKey, signer };
  if (walletKey === null) await name(api, wallet, nextChange);
  else if (walletKey !== signer.publicKey) return { kind: 'elsewhere' };
  return { kind: 'open', wallet };
};

/** @param amount  base units; null: leave, with all of it */
export const moveStake = (api: ApiClient, wallet: PlayWallet, amount: bigint | null): Promise<ValidatorStanding> => {
  const { accountId, networkKey, signer } = wallet;
  const moveId = randomUUID();
  const asked =
    amount === null
      ? ({ move: 'leave', amount: 'all' } as const)
      : ({ move: 'stake', amount: amount.toString() } as const);
  const signature = text(signer.sign(validatorMoveMessage({ ...asked, networkKey, accountId, moveId })));
  return amount === null
    ? api.validators.leave({ moveId, signature })
    : api.validators.stake({ amount: asked.amount, moveId, signature });
};
