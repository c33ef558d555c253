/** Takes validators' signatures of releases. Who may sign is in the manifest, which the network has signed before. */
import { readManifest } from '../../../shared/domain/releases/manifest.ts';
import { releaseMessage } from '../../../shared/domain/signing/messages.ts';
import { isSignedBy } from '../api/ed25519.ts';
import type { Network } from '../network.ts';
import type { Release } from './reading.ts';

/**
 * The same again changes nothing.
 *
 * @returns the refusal; null when it is kept
 */
export const signRelease = async (
  { db, clock }: Pick<Network, 'db' | 'clock'>,
  { epoch, manifest }: Release,
  { key, signature }: { readonly key: string; readonly signature: string },
): Promise<'NOT_A_SIGNER' | 'RELEASE_SIGNATURE_WRONG' | null> => {
  if (!readManifest(manifest).value?.signers.validators.includes(key)) return 'NOT_A_SIGNER';
  if (!isSignedBy(key, releaseMessage(manifest), Buffer.from(signature, 'base64url'))) return 'RELEASE_SIGNATURE_WRONG';
  await db
    .insertInto('releaseSignatures')
    .values({ epoch, key, signedBy: 'validator', signature, at: clock.now() })
    .onConflict((conflict) => conflict.columns(['epoch', 'key']).doNothing())
    .execute();
  return null;
};
