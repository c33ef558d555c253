/**
 * Who vouched for an image by Sigstore: fetches its bundles from its registry and judges each against the trust root that
 * comes with the app, and the signers against those that the network pinned.
 */
import { readFileSync } from 'node:fs';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { toTrustMaterial, Verifier } from '@sigstore/verify';
import type { ImageSigner } from '../../../shared/contract/network/image-signers.ts';
import { fetchBundles } from '../registry/bundles.ts';
import { isPinned, type Signer } from './pinned-signers.ts';
import { type BundleVerdict, verifyBundle } from './verify-bundle.ts';

/**
 * - `image_unsigned`: no bundle vouches for it
 * - `image_signature_invalid`: one is there, and none that can be believed
 * - `image_signer_not_allowed`: it is signed, by nobody who is pinned
 */
export type SignatureReason = 'image_unsigned' | 'image_signature_invalid' | 'image_signer_not_allowed';

export type SignatureVerdict =
  | { kind: 'vouched'; signer: Signer }
  | { kind: 'refused'; reason: SignatureReason; details: readonly string[] };

export interface ImageSignatures {
  /**
   * @param image by digest, of a registry that images may come from: it is asked for the bundles
   * @throws IMAGE_REFUSED (`not_by_digest`, `bad_manifest`), IMAGE_NOT_FOUND, IMAGE_PULL_FAILED, CANCELLED
   */
  judge(image: string, pins: readonly ImageSigner[], signal?: AbortSignal): Promise<SignatureVerdict>;
}

/** One that can be believed counts, whatever lies beside it. */
const verdictOf = (verdicts: readonly BundleVerdict[], pins: readonly ImageSigner[]): SignatureVerdict => {
  const signers = verdicts.flatMap((verdict) => (verdict.kind === 'signed' ? [verdict.signer] : []));
  const pinned = signers.find((signer) => isPinned(pins, signer));
  if (pinned !== undefined) return { kind: 'vouched', signer: pinned };
  if (signers.length > 0) {
    const details = signers.map(({ issuer, identity }) => `${identity} (${issuer})`);
    return { kind: 'refused', reason: 'image_signer_not_allowed', details };
  }
  const details = verdicts.flatMap((verdict) => (verdict.kind === 'invalid' ? [verdict.detail] : []));
  return { kind: 'refused', reason: details.length > 0 ? 'image_signature_invalid' : 'image_unsigned', details };
};

/** A log entry, a signed time and the certificate's own log are each asked for once. */
const openVerifier = (trustedRootPath: string): Verifier =>
  new Verifier(toTrustMaterial(TrustedRoot.fromJSON(JSON.parse(readFileSync(trustedRootPath, 'utf8')))), {
    ctlogThreshold: 1,
    tlogThreshold: 1,
    timestampThreshold: 1,
  });

/** @param trustedRootPath in Sigstore's own form; read when it is first needed */
export const createImageSignatures = (trustedRootPath: string, get: typeof fetch = fetch): ImageSignatures => {
  let verifier: Verifier | null = null;
  return {
    judge: async (image, pins, signal) => {
      if (pins.length === 0) return { kind: 'refused', reason: 'image_unsigned', details: [] };
      const { manifest, bundles } = await fetchBundles(image, signal, get);
      verifier ??= openVerifier(trustedRootPath);
      const by = verifier;
      const signed = { digest: image.slice(image.indexOf('@') + 1), manifest };
      const verdicts = bundles.map(
        (bytes): BundleVerdict =>
          bytes === null ? { kind: 'invalid', detail: 'could not be read' } : verifyBundle(bytes, signed, by),
      );
      return verdictOf(verdicts, pins);
    },
  };
};
