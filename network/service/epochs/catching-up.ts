/**
 * Closes the hours that passed while the network was down. Nobody was seen in them, so they pay nobody, and what they
 * mint stays in the pools; many are closed in one transaction, so that a month's absence costs seconds.
 */
import { poolCarry } from '../../../shared/domain/ledger/account.ts';
import { move, transfer } from '../../../shared/domain/ledger/posting.ts';
import { poolNames } from '../../../shared/domain/rewards/classes.ts';
import { poolShares } from '../../../shared/domain/rewards/emission.ts';
import { type BaseUnits, inBaseUnits } from '../../../shared/units/money.ts';
import type { EpochMs } from '../../../shared/units/time.ts';
import { exactJson } from '../../store/exact-json.ts';
import { post } from '../../store/ledger.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';
import { carryNow, emissionOf } from './closing.ts';
import { coinsNow, keepCoins } from './hour-coins.ts';
import { type Hour, hourAfter, openHour } from './hours.ts';

const mostAtOnce = 500;

/** Every hour takes over what the one before carried, so none is closed before it. */
const waitsForClosing = async (trx: Trx): Promise<boolean> => {
  const waiting = await trx
    .selectFrom('epochs')
    .select('number')
    .where('step', 'in', ['ended', 'scored', 'settled'])
    .limit(1)
    .execute();
  return waiting.length > 0;
};

const wasSeen = async (trx: Trx, hour: Hour): Promise<boolean> => {
  if (hour.servedMask > 0n) return true;
  const seen = await trx.selectFrom('presence').select('deviceId').where('epoch', '=', hour.number).limit(1).execute();
  return seen.length > 0;
};

/**
 * Closes the open hour and those after it that have ended unseen, at most 500, and opens the next.
 *
 * @returns how many were closed; 0 when the open hour still runs, somebody was there in it, or one before it is not closed
 */
export const closeUnseenHours = (
  { db, parameters: { hourMs }, records }: Pick<Network, 'db' | 'parameters' | 'records'>,
  now: EpochMs,
): Promise<number> =>
  inTransaction(db, async (trx) => {
    const first = await openHour(trx);
    if (first.endsAt > now || (await wasSeen(trx, first)) || (await waitsForClosing(trx))) return 0;
    const recordOf = await records.within(trx);
    const carry = { ...(await carryNow(trx)) };
    const coins = await coinsNow(trx);
    const minted = { enterprise: 0n, community: 0n };
    await trx.deleteFrom('epochs').where('number', '=', first.number).execute();
    let hour: Omit<Hour, 'step' | 'servedMask' | 'closedAt' | 'parameters'> = {
      number: first.number,
      startsAt: first.startsAt,
      endsAt: first.endsAt,
      isPart: first.isPart,
      emissionHour: first.emissionHour,
      hourMs: first.hourMs,
    };
    const closed: (typeof hour)[] = [];
    while (hour.endsAt <= now && closed.length < mostAtOnce) {
      closed.push(hour);
      hour = hourAfter(hour, hourMs);
    }
    await trx
      .insertInto('epochs')
      .values(
        closed.map((each) => {
          const parameters = exactJson(recordOf(each.startsAt));
          return { ...each, step: 'closed' as const, closedAt: now, parameters };
        }),
      )
      .execute();
    const mintedBy: { epoch: number; all: BaseUnits }[] = [];
    const pools = closed.flatMap((each) => {
      const parameters = recordOf(each.startsAt);
      const shares = poolShares(emissionOf(each, { parameters }), parameters);
      const rows = poolNames.map((pool) => {
        const carriedIn = carry[pool];
        carry[pool] = inBaseUnits(carriedIn + shares[pool]);
        minted[pool] += shares[pool];
        return { epoch: each.number, pool, minted: shares[pool], carriedIn, paid: 0n, carriedOut: carry[pool] };
      });
      mintedBy.push({ epoch: each.number, all: inBaseUnits(coins.minted + minted.enterprise + minted.community) });
      return rows;
    });
    await trx.insertInto('poolHours').values(pools).execute();
    for (const { epoch, all } of mintedBy) await keepCoins(trx, epoch, { ...coins, minted: all });
    await trx
      .insertInto('epochs')
      .values({ ...hour, closedAt: null, parameters: null })
      .execute();
    for (const pool of poolNames) {
      const reference = `${first.number}-${hour.number - 1}`;
      const head = { idempotencyKey: `mint:${first.number}:${pool}`, kind: 'mint', reference } as const;
      const mint = transfer(head, move('emission', poolCarry(pool), inBaseUnits(minted[pool])));
      await post(trx, mint, { deviceId: null, epoch: first.number, at: now });
    }
    return closed.length;
  });
