/** The keys of those who run the network. A removed key stays on record and may ask for nothing. */
import type { Selectable } from 'kysely';
import type { OperatorTable } from '../../store/tables/operators.ts';
import type { Network } from '../network.ts';

export type Operator = Selectable<OperatorTable>;

/** @returns null for a key that is no operator's, or no longer */
export const operatorOfKey = async ({ db }: Pick<Network, 'db'>, publicKey: string): Promise<Operator | null> => {
  const row = await db
    .selectFrom('operators')
    .selectAll()
    .where('publicKey', '=', publicKey)
    .where('removedAt', 'is', null)
    .executeTakeFirst();
  return row ?? null;
};

/** Writes in the keys that the network is started with. One that was removed stays removed. */
export const nameOperators = async (
  { db, clock }: Pick<Network, 'db' | 'clock'>,
  publicKeys: readonly string[],
): Promise<void> => {
  for (const publicKey of publicKeys)
    await db
      .insertInto('operators')
      .values({ publicKey, addedAt: clock.now(), removedAt: null })
      .onConflict((conflict) => conflict.column('publicKey').doNothing())
      .execute();
};
