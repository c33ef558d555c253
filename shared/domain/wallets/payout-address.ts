/**
 * The shape of an address outside the network. What it means is the payout rail's business; here it is text of a closed
 * set of characters that can be no sentence, no link and no seed phrase.
 */
import { looksLikeSeedPhrase } from './looks-like-seed-phrase.ts';

const shape = /^[A-Za-z0-9](?:[A-Za-z0-9:._-]{6,126})[A-Za-z0-9]$/;

export type AddressRefusal = 'seed_phrase' | 'shape';

/** @returns null for an address that may be kept */
export const addressRefusal = (text: string): AddressRefusal | null => {
  if (looksLikeSeedPhrase(text)) return 'seed_phrase';
  return shape.test(text) ? null : 'shape';
};
