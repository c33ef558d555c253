/**
 * The reward of an hour in which a device committed an offence, held back when the hour closes: it goes into the slash's
 * escrow, and from there where the slash goes.
 */
import type { NotNull } from 'kysely';
import { forfeitTransfer } from '../../../shared/domain/ledger/slash-transfers.ts';
import { type Forfeit, forfeitReward, type Slash } from '../../../shared/domain/slashing/slash.ts';
import { readExactJson } from '../../store/exact-json.ts';
import { post, type TransferAbout } from '../../store/ledger.ts';
import type { Trx } from '../../store/transaction.ts';
import { keepSlash } from './slashes.ts';

/** By device: the first slash for an offence in this hour that no appeal has undone. */
export const slashesOfHour = async (trx: Trx, epoch: number): Promise<Map<string, Slash>> => {
  const rows = await trx
    .selectFrom('slashes')
    .select(['deviceId', 'record'])
    .where('offenceEpoch', '=', epoch)
    .where('deviceId', 'is not', null)
    .$narrowType<{ deviceId: NotNull }>()
    .where('state', '!=', 'returned')
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return new Map(rows.map(({ deviceId, record }) => [deviceId, readExactJson<Slash>(record)]));
};

/** @param unpaid  what the hour earned each holder, in their estimates; nothing happens where that is nothing */
export const forfeitHour = async (
  trx: Trx,
  slash: Slash,
  unpaid: readonly Forfeit[],
  about: TransferAbout,
): Promise<void> => {
  const earned = unpaid.filter(({ amount }) => amount > 0n);
  const after = earned.length === 0 ? null : forfeitReward(slash, earned);
  if (after === null) return;
  await post(trx, forfeitTransfer(after, earned), about);
  await keepSlash(trx, after);
};
