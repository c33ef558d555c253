/** What an hour did with each pool, as scoring kept it. */
import type { PoolHour } from '../../../shared/domain/rewards/distribute.ts';
import { inBaseUnits } from '../../../shared/units/money.ts';
import type { Trx } from '../../store/transaction.ts';

/** Without the sum of scores, which is in the hour's lines. */
export const readPools = async (trx: Trx, epoch: number): Promise<Omit<PoolHour, 'scoreSum'>[]> => {
  const pools = await trx.selectFrom('poolHours').selectAll().where('epoch', '=', epoch).execute();
  return pools.map(({ pool, minted, carriedIn, paid, carriedOut }) => ({
    pool,
    minted: inBaseUnits(minted),
    carriedIn: inBaseUnits(carriedIn),
    paid: inBaseUnits(paid),
    carriedOut: inBaseUnits(carriedOut),
  }));
};
