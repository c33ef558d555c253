/**
 * Whether a release is signed by those who must sign it: the network, and at least one of the validators that its
 * manifest names; the network alone where it names none and whoever verifies knows of none. It holds no key and computes
 * no signature: how one is checked is given to it.
 * Source: the network's rule set, section (f).
 */
import { releaseMessage } from '../signing/messages.ts';
import type { Found } from './finding.ts';
import { type Manifest, type ReleaseSignatures, signatureRoles } from './manifest.ts';

/**
 * Ed25519.
 *
 * @param publicKey  32 bytes, base64url
 * @param signature  64 bytes, base64url
 */
export type IsSignedBy = (publicKey: string, message: string, signature: string) => boolean;

/** Keys that whoever verifies knows from elsewhere. */
export interface KnownKeys {
  /** Keys of the network, of all its times; empty: whatever key the manifest names. */
  readonly network: readonly string[];
  /** Empty: whatever validators the manifest names. */
  readonly validators: readonly string[];
}

const allows = (known: readonly string[], key: string): boolean => known.length === 0 || known.includes(key);

/** @param text the file of the manifest, to the byte */
export const signatureFaults = (
  { manifest, text }: { readonly manifest: Manifest; readonly text: string },
  signatures: ReleaseSignatures,
  keys: KnownKeys,
  isSignedBy: IsSignedBy,
): Found[] => {
  const { network, validators } = manifest.signers;
  const named = { network: [network], validator: validators.filter((key) => key !== network) };
  const known = { network: keys.network, validator: keys.validators };
  const message = releaseMessage(text);
  const judged = signatures.map(({ by, key, signature }) => ({
    by,
    key,
    isKnown: named[by].includes(key) && allows(known[by], key),
    isRight: isSignedBy(key, message, signature),
  }));
  // Where no signature fits, it is the manifest that they do not fit.
  const part = judged.some(({ isRight }) => isRight) ? 'signatures' : 'manifest';
  const wrong = judged.flatMap(({ by, key, isKnown, isRight }): Found[] => {
    if (!isRight) return [{ code: 'signature_wrong', part, key: by, found: key }];
    return isKnown ? [] : [{ code: 'signer_unknown', part: 'signatures', key: by, found: key }];
  });
  const isWitnessed = validators.length > 0 || keys.validators.length > 0;
  const missing = signatureRoles
    .filter((role) => role === 'network' || isWitnessed)
    .filter((role) => !judged.some(({ by, isKnown, isRight }) => by === role && isKnown && isRight))
    .map((role): Found => ({ code: 'signature_missing', part: 'signatures', key: role }));
  return [...wrong, ...missing];
};
