/**
 * How rewards are divided between owners and supporters: by the offer in force and the stakes at the moment of scoring.
 * The division is kept with the hour, so that paying it later, or twice, finds the same parts.
 */
import { type SqlBool, sql } from 'kysely';
import { type RewardSplit, splitReward } from '../../../shared/domain/staking/offers.ts';
import type { SupporterStake } from '../../../shared/domain/staking/position.ts';
import { type BaseUnits, inBaseUnits, noCoins } from '../../../shared/units/money.ts';
import { inChunks } from '../../store/chunks.ts';
import { givenRows } from '../../store/rows.ts';
import type { Trx } from '../../store/transaction.ts';
import type { Hour } from './hours.ts';

/** Rows of one statement. */
const partsAtOnce = 2_000;
const partColumns = { epoch: 'int8', device: 'text', holder: 'text', amount: 'numeric' };

export interface DeviceSplit extends RewardSplit {
  /** null: nobody supports the device. */
  readonly shareBps: number | null;
}

/** Who supports a device now, and on which terms. */
interface Support {
  /** A device without an offer gives supporters nothing. */
  readonly shareBps: number;
  /** In order of holder id. */
  readonly supporters: SupporterStake[];
}

/** @param deviceId  null: every device that somebody supports; one that nobody supports is not in it */
export const supportInForce = async (trx: Trx, deviceId: string | null): Promise<Map<string, Support>> => {
  const rows = await trx
    .selectFrom('supporters')
    .leftJoin('offers', 'offers.deviceId', 'supporters.deviceId')
    .leftJoin('balances', (join) =>
      join.on(sql<SqlBool>`account = 'device:' || supporters.device_id || ':stake:' || supporters.holder_id`),
    )
    .select(['supporters.deviceId', 'holderId', 'leavesAt', 'shareBps', 'amount'])
    .where('isIn', '=', true)
    .$if(deviceId !== null, (query) => query.where('supporters.deviceId', '=', deviceId))
    .orderBy('supporters.deviceId')
    .orderBy('holderId')
    .execute();
  const support = new Map<string, Support>();
  for (const { deviceId: id, holderId, leavesAt, shareBps, amount } of rows) {
    const known = support.get(id) ?? { shareBps: shareBps ?? 0, supporters: [] };
    known.supporters.push({ holderId, leavesAt, amount: inBaseUnits(amount ?? noCoins) });
    support.set(id, known);
  }
  return support;
};

/** @param support  the device's of `supportInForce`; absent where nobody supports it */
export const splitOf = (reward: BaseUnits, support: Support | undefined): DeviceSplit =>
  support === undefined
    ? { owner: reward, supporters: [], shareBps: null }
    : { ...splitReward(reward, support.shareBps, support), shareBps: support.shareBps };

/** Keeps the parts of an hour's rewards beside their lines, which must be there. */
export const keepParts = async (
  trx: Trx,
  epoch: number,
  divided: readonly { readonly deviceId: string; readonly split: RewardSplit }[],
): Promise<void> => {
  const parts = divided.flatMap(({ deviceId, split }) =>
    split.supporters
      .filter(({ amount }) => amount > 0n)
      .map(({ holderId: holder, amount }) => ({ epoch, device: deviceId, holder, amount: String(amount) })),
  );
  for (const some of inChunks(parts, partsAtOnce))
    await sql`insert into reward_parts (epoch, device_id, holder_id, amount)
      select epoch, device, holder, amount from ${givenRows(some, partColumns)}`.execute(trx);
};

/** How a reward was divided when its hour was scored. */
export interface KeptSplit extends RewardSplit {
  readonly ownerId: string;
}

/** What a row of `rewards`, and its device's, say of it. */
interface KeptReward {
  readonly deviceId: string;
  readonly accountId: string;
  readonly ownerPart: bigint;
}

export const readSplits = async (trx: Trx, hour: Hour): Promise<(kept: KeptReward) => KeptSplit> => {
  const parts = await trx
    .selectFrom('rewardParts')
    .select(['deviceId', 'holderId', 'amount'])
    .where('epoch', '=', hour.number)
    .orderBy('holderId')
    .execute();
  const partsOf = Map.groupBy(parts, ({ deviceId }) => deviceId);
  return ({ deviceId, accountId, ownerPart }) => ({
    ownerId: accountId,
    owner: inBaseUnits(ownerPart),
    supporters: (partsOf.get(deviceId) ?? []).map(({ holderId, amount }) => ({
      holderId,
      amount: inBaseUnits(amount),
    })),
  });
};
