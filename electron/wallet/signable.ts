/**
 * The only texts that a wallet is ever asked to sign here: an intent, and a change of the account's wallet. Anything else
 * is refused before a key is touched. Pure.
 */
import { readIntent } from '../../shared/domain/intents/read-intent.ts';

/** Whom a text binds. */
export interface TextAbout {
  readonly networkKey: string;
  readonly accountId: string;
}

const walletChange =
  /^perigee-wallet-1\n([A-Za-z0-9_-]{43})\n([!-~]{1,128})\n[1-9]\d{0,8}\n(?:wallet_key|payout_address)\n[!-~]{1,128}$/;

/** @returns null for a text that nothing here may sign */
export const aboutOf = (text: string): TextAbout | null => {
  const [, networkKey, accountId] = walletChange.exec(text) ?? [];
  if (networkKey !== undefined && accountId !== undefined) return { networkKey, accountId };
  const read = readIntent(text);
  return read.kind === 'read' ? { networkKey: read.facts.networkKey, accountId: read.facts.accountId } : null;
};
