/** What a signed in-toto statement says, and of which image. Pure; whether it is really signed is judged elsewhere. */
import { z } from 'zod';
import { readJson } from '../../../shared/json/read-json.ts';

export const statementType = 'application/vnd.in-toto+json';

/**
 * Statements by which a signer stands for an image: that they signed it, or that they built it. A scan's findings or a
 * list of parts, by the same signer, is about an image and does not vouch for it.
 */
const vouchingPredicates: readonly string[] = ['https://sigstore.dev/cosign/sign/v1', 'https://slsa.dev/provenance/v1'];

/** A provenance holds what its builder was told, which is a tree of its own. */
const mostDepth = 64;

const statementSchema = z.object({
  _type: z.enum(['https://in-toto.io/Statement/v1', 'https://in-toto.io/Statement/v0.1']),
  subject: z.array(z.object({ digest: z.record(z.string(), z.string()) })).min(1),
  predicateType: z.string(),
});

/**
 * @param digest `sha256:…` of the image
 * @returns `other`: vouches for nothing; `elsewhere`: vouches for another image; `unreadable`: no statement
 */
export const readStatement = (text: string, digest: string): 'vouches' | 'elsewhere' | 'other' | 'unreadable' => {
  const read = statementSchema.safeParse(readJson(text, mostDepth)?.value);
  if (!read.success) return 'unreadable';
  const { subject, predicateType } = read.data;
  if (!vouchingPredicates.includes(predicateType)) return 'other';
  return subject.some((named) => `sha256:${named.digest.sha256}` === digest) ? 'vouches' : 'elsewhere';
};
