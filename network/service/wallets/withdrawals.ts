/** What left an account for its address outside, read from the ledger. */
import { paidOut } from '../../../shared/domain/ledger/account.ts';
import { type BaseUnits, inBaseUnits } from '../../../shared/units/money.ts';
import type { EpochMs } from '../../../shared/units/time.ts';
import type { Trx } from '../../store/transaction.ts';

export const withdrawnSince = async (trx: Trx, accountId: string, since: EpochMs): Promise<BaseUnits> => {
  const row = await trx
    .selectFrom('postings')
    .innerJoin('transfers', 'transfers.id', 'postings.transferId')
    .select(({ fn }) => fn.sum<bigint | null>('amount').as('sum'))
    .where('account', '=', paidOut(accountId))
    .where('at', '>', since)
    .executeTakeFirst();
  return inBaseUnits(row?.sum ?? 0n);
};
