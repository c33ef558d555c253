/** Whose Sigstore signatures a network accepts for images, so that it need not sign each one itself. */
import { z } from 'zod';

/** Who vouched for the signer's identity when the certificate was issued: `https://token.actions.githubusercontent.com`. */
const issuer = z
  .string()
  .max(256)
  .regex(/^https:\/\/[a-z0-9.-]+(?::[0-9]{1,5})?(?:\/[\x21-\x7e]*)?$/);

/**
 * Both the issuer and the identity are pinned; an identity alone could come from anybody's issuer.
 *
 * - `identity`: exactly this one, a workflow's address with its ref or an e-mail address
 * - `workflow`: one workflow file, written out to the `@`, at every ref that begins so:
 *   `https://github.com/acme/images/.github/workflows/release.yml@refs/tags/`. It ends in a slash, so that nothing that
 *   is only spelled alike begins so.
 */
export const imageSignerSchema = z.union([
  z.strictObject({
    issuer,
    identity: z
      .string()
      .max(512)
      .regex(/^[\x21-\x7e]+$/),
  }),
  z.strictObject({
    issuer,
    workflow: z
      .string()
      .max(512)
      .regex(/^https:\/\/[a-z0-9.-]+(?:\/[A-Za-z0-9._-]*){3,}@refs\/(?:tags|heads)\/(?:[A-Za-z0-9._-]+\/)*$/),
  }),
]);
export type ImageSigner = z.infer<typeof imageSignerSchema>;

export const imageSignersSchema = z.array(imageSignerSchema).max(64);
