/**
 * A wallet outside the app: it is asked on a page in the system's browser, which may stand before a browser wallet, a
 * phone or a hardware key. The page gets a text and brings back a signature; whether it is one is checked here before
 * anybody hears of it.
 */
import { randomBytes } from 'node:crypto';
import { PerigeeError, type ProblemData } from '../../shared/contract/codes.ts';
import { isSignedBy } from '../link/ed25519.ts';
import type { CallbackDoor } from './callback-door.ts';
import { aboutOf, type TextAbout } from './signable.ts';
import { signingAddress } from './signer-page.ts';
import type { Wallet } from './wallet.ts';

export interface SignerHost {
  /** Named where the app was started. */
  readonly page: URL;
  /** Opens an address of that page in the system's browser. @returns whether the system took it */
  open(address: string): Promise<boolean>;
}

const failed = (why: ProblemData<'SIGNING_FAILED'>['why']): PerigeeError => new PerigeeError('SIGNING_FAILED', { why });

/**
 * @param options.allowed  the network and account that it signs for; any other text is refused unasked
 * @param options.walletKey  the key that the network has of the account; null: none yet, the signer is asked for its own
 */
export const createExternalSigner = (options: {
  readonly host: SignerHost;
  readonly door: CallbackDoor;
  readonly allowed: TextAbout & { readonly network: string };
  readonly walletKey: string | null;
}): Wallet => {
  const { host, door, allowed } = options;
  let known = options.walletKey;

  const ask = async (
    what: 'key' | 'sign',
    text: string,
    signal: AbortSignal,
  ): Promise<{ publicKey: string; signature: string }> => {
    if (signal.aborted) throw new PerigeeError('CANCELLED', {});
    const expected = door.expect();
    const { network, networkKey, accountId } = allowed;
    const address = signingAddress(host.page, {
      what,
      state: expected.state,
      callback: expected.callback,
      network,
      networkKey,
      accounts: [accountId],
      key: known,
      text,
    });
    const unopened = new AbortController();
    const answered = expected.answer(AbortSignal.any([signal, unopened.signal]));
    // It may settle while the browser is still being opened; it is waited for below.
    answered.catch(() => undefined);
    if (!(await host.open(address).catch(() => false))) {
      unopened.abort();
      throw failed('no_browser');
    }
    const answer = await answered;
    if (answer.kind === 'declined') throw failed('declined');
    if (answer.kind === 'unreadable') throw failed('wrong_signature');
    const { publicKey, signature } = answer;
    if (known !== null && publicKey !== known) throw failed('wrong_key');
    if (!isSignedBy(publicKey, text, signature)) throw failed('wrong_signature');
    return { publicKey, signature };
  };

  return {
    kind: 'external',
    publicKey: async (signal) => {
      if (known !== null) return known;
      const { networkKey, accountId } = allowed;
      // A text of its own kind, so that showing a key can be nothing else.
      const text = ['perigee-show-key-1', networkKey, accountId, randomBytes(16).toString('base64url')].join('\n');
      const { publicKey } = await ask('key', text, signal);
      known = publicKey;
      return publicKey;
    },
    sign: async (text, signal) => {
      const about = aboutOf(text);
      if (about?.networkKey !== allowed.networkKey || about.accountId !== allowed.accountId)
        throw failed('not_allowed');
      return (await ask('sign', text, signal)).signature;
    },
  };
};
