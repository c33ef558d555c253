/**
 * The wallet of play coins: a key in the data folder, made when it is first asked for. It exists so that everybody can
 * take the same steps as on a real network, and it refuses to work on one.
 */
import { PerigeeError, type Problem } from '../../shared/contract/codes.ts';
import { type Identity, openIdentity } from '../link/identity.ts';
import { aboutOf, type TextAbout } from './signable.ts';
import type { Wallet } from './wallet.ts';

/**
 * @param options.path  of the key, PKCS#8 PEM; 0600, its folder 0700
 * @param options.isPlay  whether the network itself says that its coins are for play
 * @param options.about  the network and account that it signs for
 * @param options.onProblem  told when the key of before could not be read
 */
export const createLocalnetWallet = (options: {
  readonly path: string;
  readonly isPlay: boolean;
  readonly about: TextAbout;
  readonly now: () => number;
  readonly onProblem: (problem: Problem) => void;
}): Wallet => {
  let opened: Identity | null = null;
  const open = (): Identity => {
    if (!options.isPlay) throw new PerigeeError('WALLET_MISSING', {});
    if (opened !== null) return opened;
    opened = openIdentity(options.path, options.now());
    if (opened.problem?.code === 'KEY_SET_ASIDE')
      options.onProblem({ code: 'MONEY_KEY_SET_ASIDE', data: opened.problem.data });
    return opened;
  };
  return {
    kind: 'localnet',
    publicKey: async () => open().publicKey,
    sign: async (text) => {
      const key = open();
      const about = aboutOf(text);
      if (about?.networkKey !== options.about.networkKey || about.accountId !== options.about.accountId)
        throw new PerigeeError('SIGNING_FAILED', { why: 'not_allowed' });
      return Buffer.from(key.sign(text)).toString('base64url');
    },
  };
};
