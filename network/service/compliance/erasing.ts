/**
 * Has everything erased that is kept of a person, here and at the provider. Cases stay, with nothing of a person in them.
 */
import { inTransaction } from '../../store/transaction.ts';
import type { Network } from '../network.ts';
import { decideCase, ownProvider } from './cases.ts';
import { fromProvider } from './from-provider.ts';
import { erasePerson } from './personal-store.ts';

type Erasing = Pick<Network, 'db' | 'clock' | 'parameters' | 'log' | 'compliance'>;

/** Has the provider forget every case that it was not told to before. */
export const forgetAsked = async (network: Erasing): Promise<void> => {
  const asked = await network.db
    .selectFrom('complianceCases')
    .select(['id', 'reference'])
    .where('eraseAskedAt', 'is not', null)
    .where('erasedAt', 'is', null)
    .where('provider', '=', network.compliance.name)
    .execute();
  for (const { id, reference } of asked) {
    const forgotten = await fromProvider(network, id, async () => {
      if (reference !== null) await network.compliance.forget(reference);
      return true;
    });
    if (forgotten === null) continue;
    const erasedAt = network.clock.now();
    await network.db.updateTable('complianceCases').set({ erasedAt }).where('id', '=', id).execute();
  }
};

/** Erases what is kept of an account's owner. Cases that wait end with it; the history of levels stays. */
export const eraseData = async (network: Erasing, accountId: string): Promise<void> => {
  const { db, clock } = network;
  await erasePerson(network, accountId);
  await inTransaction(db, async (trx) => {
    const filed = trx
      .selectFrom('complianceCases')
      .select(['id', 'state'])
      .where('accountId', '=', accountId)
      .where('provider', '!=', ownProvider);
    for (const { id, state } of await filed.execute())
      if (state === 'submitted') await decideCase(trx, network, id, { kind: 'reject' }, 'data_erased');
    await trx
      .updateTable('complianceCases')
      .set({ eraseAskedAt: clock.now() })
      .where('accountId', '=', accountId)
      .where('provider', '!=', ownProvider)
      .where('eraseAskedAt', 'is', null)
      .execute();
  });
  await forgetAsked(network);
};
