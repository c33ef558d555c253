/**
 * All coins there are when an hour is closed, by the ledger. What is granted or burned between an hour's end and its closing
 * is counted in that hour, so that nothing falls between two.
 */
import { type BaseUnits, inBaseUnits } from '../../../shared/units/money.ts';
import { balanceOf } from '../../store/ledger.ts';
import type { Trx } from '../../store/transaction.ts';

/** Since the network began. */
export interface CoinsEver {
  readonly minted: BaseUnits;
  /** Play coins. */
  readonly granted: BaseUnits;
  readonly burned: BaseUnits;
}

export const coinsNow = async (trx: Trx): Promise<CoinsEver> => ({
  minted: inBaseUnits(-(await balanceOf(trx, 'emission'))),
  granted: inBaseUnits(-(await balanceOf(trx, 'play'))),
  burned: await balanceOf(trx, 'burned'),
});

/** Keeps what there was when an hour closed; once an hour. */
export const keepCoins = async (trx: Trx, epoch: number, { minted, granted, burned }: CoinsEver): Promise<void> => {
  const supply = inBaseUnits(minted + granted - burned);
  await trx.insertInto('hourCoins').values({ epoch, grantedEver: granted, burnedEver: burned, supply }).execute();
};
