/**
 * Reads the two signature headers of a request, strictly: exactly the profile of request-profile.ts, nothing besides.
 * It checks shapes and the age, never the signature itself.
 */
import { type InnerList, type Item, parseDictionary } from 'structured-headers';
import {
  clockToleranceMs,
  coveredComponents,
  noncePattern,
  publicKeyPattern,
  signatureAlgorithm,
  signatureLabel,
  signatureTag,
} from './request-profile.ts';
import type { SignatureParameters } from './signature-base.ts';

/** Why a request's signature is not taken. */
export const signatureRefusals = [
  'unsigned',
  'malformed',
  'wrong_components',
  'wrong_algorithm',
  'other_tag',
  'wrong_authority',
  'digest_mismatch',
  'altered',
] as const;
export type SignatureRefusal = (typeof signatureRefusals)[number];

export type ReadSignature =
  | { kind: 'read'; parameters: SignatureParameters; signature: Uint8Array }
  | { kind: 'refused'; reason: SignatureRefusal };

const refused = (reason: SignatureRefusal): ReadSignature => ({ kind: 'refused', reason });

const isInnerList = (member: Item | InnerList | undefined): member is InnerList =>
  member !== undefined && Array.isArray(member[0]);

const coversExactly = (list: InnerList): boolean =>
  list[0].length === coveredComponents.length &&
  list[0].every(([name, parameters], index) => name === coveredComponents[index] && parameters.size === 0);

/** @param text  header values as received; null where the request has none */
export const readSignatureHeaders = (text: {
  signatureInput: string | null;
  signature: string | null;
}): ReadSignature => {
  if (text.signatureInput === null || text.signature === null) return refused('unsigned');
  let input: Item | InnerList | undefined;
  let value: Item | InnerList | undefined;
  try {
    const inputs = parseDictionary(text.signatureInput);
    const values = parseDictionary(text.signature);
    // A second signature would leave open which of the two counts.
    if (inputs.size !== 1 || values.size !== 1) return refused('malformed');
    input = inputs.get(signatureLabel);
    value = values.get(signatureLabel);
  } catch {
    return refused('malformed');
  }
  if (!isInnerList(input) || value === undefined || isInnerList(value)) return refused('malformed');
  const bytes = value[0];
  if (!(bytes instanceof ArrayBuffer) || bytes.byteLength !== 64 || value[1].size !== 0) return refused('malformed');
  if (!coversExactly(input)) return refused('wrong_components');
  const parameters = input[1];
  const created = parameters.get('created');
  const nonce = parameters.get('nonce');
  const keyId = parameters.get('keyid');
  if (parameters.size !== 5 || typeof created !== 'number' || !Number.isSafeInteger(created))
    return refused('malformed');
  if (typeof nonce !== 'string' || !noncePattern.test(nonce)) return refused('malformed');
  if (typeof keyId !== 'string' || !publicKeyPattern.test(keyId)) return refused('malformed');
  if (parameters.get('alg') !== signatureAlgorithm) return refused('wrong_algorithm');
  if (parameters.get('tag') !== signatureTag) return refused('other_tag');
  return { kind: 'read', parameters: { created, nonce, keyId }, signature: new Uint8Array(bytes) };
};

/** Whether a signature of `created` seconds may still be taken at `nowMs`. */
export const isFresh = (created: number, nowMs: number): boolean =>
  Math.abs(created * 1000 - nowMs) <= clockToleranceMs;
