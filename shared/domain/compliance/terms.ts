/**
 * The terms that a supplier signs, by version. A version that somebody signed is never edited: another text is another
 * version.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

export interface Terms {
  readonly version: number;
  readonly text: string;
  /** Of the text, 64 hex digits. */
  readonly sha256: string;
}

const text = `Supplier terms of the Perigee reference network, version 1

1. You offer only hardware that is yours to offer, and report it as it is.
2. A job that you accept runs in its container until it ends, its price runs out, or you take your machine back.
3. You neither read nor keep what a renter's container holds, and give nobody else access to it.
4. Your stake answers for the offences that the network's rules list, by the shares that they list, and each decision can
   be appealed within the time that they give.
5. What you earn follows from the network's rules and the parameter record in force. Nothing else was promised.
6. Changes of the rules are announced 720 network hours ahead. Who does not want them may leave under the ones before.
7. You may stop at any time. Stake that is asked back is free after its cooldown.
`;

export const currentTerms: Terms = { version: 1, text, sha256: bytesToHex(sha256(utf8ToBytes(text))) };
