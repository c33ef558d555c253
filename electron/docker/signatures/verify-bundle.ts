/**
 * Whether one Sigstore bundle vouches for an image, and who signed it: the certificate up to a trusted authority, its
 * place in the certificates' log, an entry of the signature in a transparency log, a signed time within the
 * certificate's minutes, and the signature over exactly this image. Offline; who may sign is judged elsewhere.
 */
import { bundleFromJSON } from '@sigstore/bundle';
import { HashAlgorithm } from '@sigstore/protobuf-specs';
import { toSignedEntity, type Verifier } from '@sigstore/verify';
import { readJson } from '../../../shared/json/read-json.ts';
import { bundleType } from '../registry/referrers.ts';
import type { Signer } from './pinned-signers.ts';
import { readStatement, statementType } from './statement.ts';

export type BundleVerdict =
  | { kind: 'signed'; signer: Signer }
  /** A statement that vouches for nothing; whether it is genuine was not asked. */
  | { kind: 'other' }
  | { kind: 'invalid'; detail: string };

export interface SignedImage {
  /** `sha256:…`, of the manifest. */
  digest: string;
  manifest: Buffer;
}

/** A bundle is six levels deep. */
const mostDepth = 16;

type Bundle = ReturnType<typeof bundleFromJSON>;

/** What the bundle is about, before anything of it is believed. @returns null when it is about this image */
const missOf = ({ content }: Bundle, { digest }: SignedImage): BundleVerdict | null => {
  const invalid = (detail: string): BundleVerdict => ({ kind: 'invalid', detail });
  if (content.$case === 'messageSignature') {
    const { algorithm, digest: signed } = content.messageSignature.messageDigest;
    const isThis = algorithm === HashAlgorithm.SHA2_256 && `sha256:${signed.toString('hex')}` === digest;
    return isThis ? null : invalid('signs something else');
  }
  const { payload, payloadType, signatures } = content.dsseEnvelope;
  // Only one signature is looked at, so there must be no other.
  if (payloadType !== statementType || signatures.length !== 1) return invalid('holds no statement');
  const said = readStatement(payload.toString('utf8'), digest);
  if (said === 'other') return { kind: 'other' };
  if (said === 'unreadable') return invalid('holds no statement');
  return said === 'vouches' ? null : invalid('is about something else');
};

/** @returns who signed it, by all that the verifier asks for @throws what the library says is wrong, or a TypeError */
export const signerOf = (json: unknown, manifest: Buffer, verifier: Verifier): Signer => {
  const { identity } = verifier.verify(toSignedEntity(bundleFromJSON(json), manifest));
  const { subjectAlternativeName, extensions } = identity ?? {};
  if (subjectAlternativeName === undefined || extensions?.issuer === undefined) throw new Error('names no signer');
  return { issuer: extensions.issuer, identity: subjectAlternativeName };
};

/** @param bytes of the bundle, as it came @returns never throws: what cannot be read is invalid */
export const verifyBundle = (bytes: Buffer, image: SignedImage, verifier: Verifier): BundleVerdict => {
  try {
    const read = readJson(bytes.toString('utf8'), mostDepth);
    if (read === null) return { kind: 'invalid', detail: 'cannot be read' };
    const json = read.value;
    const bundle = bundleFromJSON(json);
    if (bundle.mediaType !== bundleType) return { kind: 'invalid', detail: `is a ${bundle.mediaType.slice(0, 80)}` };
    return missOf(bundle, image) ?? { kind: 'signed', signer: signerOf(json, image.manifest, verifier) };
  } catch (error) {
    return { kind: 'invalid', detail: error instanceof Error ? error.message : String(error) };
  }
};
