/** Pays validators, once for every 24 network hours: the fees that are held for them, by correct work, floored. */
import { validatorPay } from '../../../shared/domain/committees/validator.ts';
import { validatorPayTransfer } from '../../../shared/domain/ledger/validator-transfers.ts';
import { balanceOf, post } from '../../store/ledger.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';

const hoursOfPay = 24;

/** The newest 24 hours that are all closed, counted from the network's first; null before that. */
const newestDay = async (trx: Trx): Promise<{ id: string; endsAt: number } | null> => {
  const newest = await trx
    .selectFrom('epochs')
    .select('number')
    .where('step', '=', 'closed')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (newest === undefined) return null;
  const day = Math.floor((newest.number + 1) / hoursOfPay) - 1;
  if (day < 0) return null;
  const { endsAt } = await trx
    .selectFrom('epochs')
    .select('endsAt')
    .where('number', '=', (day + 1) * hoursOfPay - 1)
    .executeTakeFirstOrThrow();
  return { id: String(day), endsAt };
};

/**
 * Work that no fees were there for waits for the next pay. Two processes that do this at once pay once, by the transfer's
 * key; whoever is second finds no unpaid work.
 */
export const payValidators = ({ db, clock }: Pick<Network, 'db' | 'clock'>): Promise<void> =>
  inTransaction(db, async (trx) => {
    const day = await newestDay(trx);
    if (day === null) return;
    const done = await trx
      .selectFrom('validatorWork')
      .innerJoin('validators', 'validators.id', 'validatorWork.validatorId')
      .select(['validators.accountId', 'validatorWork.validatorId', 'matter'])
      .where('isCorrect', '=', true)
      .where('paidAs', 'is', null)
      .where('at', '<', day.endsAt)
      .execute();
    const work = [...Map.groupBy(done, ({ accountId }) => accountId)].map(([accountId, pieces]) => ({
      accountId,
      correct: pieces.length,
    }));
    const { payouts } = validatorPay(await balanceOf(trx, 'fees:validators'), work);
    const at = clock.now();
    if (!(await post(trx, validatorPayTransfer(day.id, payouts), { deviceId: null, epoch: null, at }))) return;
    await trx
      .updateTable('validatorWork')
      .set({ paidAs: day.id })
      .where('isCorrect', '=', true)
      .where('paidAs', 'is', null)
      .where('at', '<', day.endsAt)
      .execute();
  });
