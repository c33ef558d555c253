/** Who is an operator: each may name another and take one out, but the last one stays. */
import { inTransaction } from '../../store/transaction.ts';
import type { Network } from '../network.ts';
import type { Operator } from './operators.ts';

type Appointing = Pick<Network, 'db' | 'clock'>;

/** Oldest first. */
export const operatorsOf = ({ db }: Pick<Network, 'db'>): Promise<Operator[]> =>
  db
    .selectFrom('operators')
    .selectAll()
    .where('removedAt', 'is', null)
    .orderBy('addedAt')
    .orderBy('publicKey')
    .execute();

/** One that was removed comes back. A key that is an operator's already stays as it is. */
export const appoint = async ({ db, clock }: Appointing, publicKey: string): Promise<void> => {
  await db
    .insertInto('operators')
    .values({ publicKey, addedAt: clock.now(), removedAt: null })
    .onConflict((conflict) => conflict.column('publicKey').doUpdateSet({ removedAt: null }))
    .execute();
};

/** @returns the refusal; null when it is done */
export const dismiss = (
  { db, clock }: Appointing,
  publicKey: string,
): Promise<'OPERATOR_NOT_FOUND' | 'LAST_OPERATOR' | null> =>
  inTransaction(db, async (trx) => {
    const all = await trx.selectFrom('operators').select('publicKey').where('removedAt', 'is', null).execute();
    if (!all.some((each) => each.publicKey === publicKey)) return 'OPERATOR_NOT_FOUND';
    if (all.length === 1) return 'LAST_OPERATOR';
    await trx.updateTable('operators').set({ removedAt: clock.now() }).where('publicKey', '=', publicKey).execute();
    return null;
  });
