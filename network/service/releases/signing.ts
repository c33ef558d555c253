/** Takes validators' signatures of releases. Who may sign is in the manifest, which the network has signed before. */
import { readManifest } from '../../../shared/domain/releases/manifest.ts';
import { releaseMessage } from '../../../shared/domain/signing/messages.ts';
import { inTransaction } from '../../store/transaction.ts';
import { isSignedBy } from '../api/ed25519.ts';
import type { Network } from '../network.ts';
import { keepWitness } from '../validators/work.ts';
import type { Release } from './reading.ts';

/**
 * The same again changes nothing.
 *
 * @returns the refusal; null when it is kept
 */
export const signRelease = async (
  { db, clock, parameters }: Pick<Network, 'db' | 'clock' | 'parameters'>,
  { epoch, blockId, manifest, madeAt }: Release,
  { key, signature }: { readonly key: string; readonly signature: string },
): Promise<'NOT_A_SIGNER' | 'RELEASE_SIGNATURE_WRONG' | null> => {
  if (!readManifest(manifest).value?.signers.validators.includes(key)) return 'NOT_A_SIGNER';
  if (!isSignedBy(key, releaseMessage(manifest), Buffer.from(signature, 'base64url'))) return 'RELEASE_SIGNATURE_WRONG';
  const at = clock.now();
  await inTransaction(db, async (trx) => {
    await trx
      .insertInto('releaseSignatures')
      .values({ epoch, key, signedBy: 'validator', signature, at })
      .onConflict((conflict) => conflict.columns(['epoch', 'key']).doNothing())
      .execute();
    await keepWitness(trx, parameters, { blockId, madeAt }, { key, at });
  });
  return null;
};
