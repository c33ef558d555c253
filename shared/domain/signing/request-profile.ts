/**
 * The one way in which requests are signed here: what a signature covers, its tag, and how old it may be. Both sides
 * read it from here, so that neither can drift.
 * Source: RFC 9421; `@target-uri` is left out because a proxy that ends TLS changes it.
 */

/** In the order in which they are signed; another order is another signature. */
export const coveredComponents = ['@method', '@authority', '@path', '@query', 'content-digest'] as const;
export type CoveredComponent = (typeof coveredComponents)[number];

export const signatureLabel = 'perigee';
/** Keeps a signature made for one protocol from being used in another. */
export const signatureTag = 'perigee-1';
export const signatureAlgorithm = 'ed25519';
/** How far `created` may lie from the verifier's clock, either way. */
export const clockToleranceMs = 120_000;

/** 128 bits in base64url. */
export const noncePattern = /^[A-Za-z0-9_-]{22}$/;
/** A raw Ed25519 public key in base64url. */
export const publicKeyPattern = /^[A-Za-z0-9_-]{43}$/;
