/** The texts that a key signs for a check. Each begins so that it can be nothing else. */
import type { Terms } from './terms.ts';

/** What a wallet's key signs to show that it is in the account's hands. @param wallet  raw Ed25519 public key, base64url */
export const walletProofMessage = (accountId: string, wallet: string): string =>
  `perigee-wallet-proof-1\n${accountId}\n${wallet}`;

/** What an owner's key signs to agree to the terms: these, to the letter. */
export const termsMessage = (accountId: string, { version, sha256 }: Pick<Terms, 'version' | 'sha256'>): string =>
  `perigee-terms-1\n${accountId}\n${version}\n${sha256}`;
