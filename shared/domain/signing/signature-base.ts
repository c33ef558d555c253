/**
 * The text that a request's signature is made over (RFC 9421 §2.5). Building it needs no key and no clock; signing and
 * verifying happen on each side with its own cryptography.
 */
import { type InnerList, type Item, type Parameters, serializeInnerList, serializeItem } from 'structured-headers';
import {
  type CoveredComponent,
  coveredComponents,
  signatureAlgorithm,
  signatureLabel,
  signatureTag,
} from './request-profile.ts';

/** A request as both sides see it. */
export interface SignedTarget {
  /** Upper case. */
  readonly method: string;
  /** Host, and port where it is not the scheme's own; lower case. */
  readonly authority: string;
  readonly path: string;
  /** With its `?`; a lone `?` when there is none. */
  readonly query: string;
  /** Value of the Content-Digest header; empty bodies have one too. */
  readonly contentDigest: string;
}

/** What a signature says of itself. */
export interface SignatureParameters {
  /** Whole seconds since 1970 UTC. */
  readonly created: number;
  readonly nonce: string;
  /** The signer's public key. */
  readonly keyId: string;
}

/**
 * Joins component lines and the parameters' line by RFC 9421 §2.5.
 *
 * @param lines  component name without quotes, and its canonical value
 * @param signatureParams  the serialized inner list, as it stands in Signature-Input
 */
export const joinSignatureBase = (lines: readonly (readonly [string, string])[], signatureParams: string): string =>
  [...lines.map(([name, value]) => `"${name}": ${value}`), `"@signature-params": ${signatureParams}`].join('\n');

const componentValue = (component: CoveredComponent, target: SignedTarget): string => {
  switch (component) {
    case '@method':
      return target.method;
    case '@authority':
      return target.authority;
    case '@path':
      return target.path;
    case '@query':
      return target.query;
    case 'content-digest':
      return target.contentDigest;
  }
};

const parametersOf = ({ created, nonce, keyId }: SignatureParameters): Parameters =>
  new Map<string, number | string>([
    ['created', created],
    ['nonce', nonce],
    ['keyid', keyId],
    ['alg', signatureAlgorithm],
    ['tag', signatureTag],
  ]);

/** @returns the text to sign, and the Signature-Input header that goes with it */
export const signatureBaseOf = (
  target: SignedTarget,
  parameters: SignatureParameters,
): { base: string; signatureInput: string } => {
  const components: Item[] = coveredComponents.map((name) => [name, new Map()]);
  const list: InnerList = [components, parametersOf(parameters)];
  const signatureParams = serializeInnerList(list);
  const lines = coveredComponents.map((name) => [name, componentValue(name, target)] as const);
  return { base: joinSignatureBase(lines, signatureParams), signatureInput: `${signatureLabel}=${signatureParams}` };
};

const byteItem = (bytes: Uint8Array<ArrayBuffer>): string => serializeItem(bytes, new Map());

/** The Signature header of 64 signature bytes. */
export const signatureHeader = (signature: Uint8Array<ArrayBuffer>): string =>
  `${signatureLabel}=${byteItem(signature)}`;

/** The Content-Digest header of a body's SHA-256 (RFC 9530). */
export const contentDigestHeader = (sha256: Uint8Array<ArrayBuffer>): string => `sha-256=${byteItem(sha256)}`;
