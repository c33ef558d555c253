/**
 * What closing an hour moves: it mints, pays every holder, and confirms what it paid: on this network nobody corrects an
 * hour after it has closed. What a slashed device earned in it goes into the slash's escrow instead.
 */
import { sql } from 'kysely';
import type { Transfer } from '../../../shared/domain/ledger/posting.ts';
import { confirmTransfer, rewardTransfers } from '../../../shared/domain/ledger/reward-transfers.ts';
import { isVerifiedHour } from '../../../shared/domain/rewards/verified-hour.ts';
import { inBaseUnits } from '../../../shared/units/money.ts';
import { inChunks } from '../../store/chunks.ts';
import { type Posting, postAll } from '../../store/ledger.ts';
import { givenRows } from '../../store/rows.ts';
import type { ClosedReward } from '../../store/tables/epochs.ts';
import type { Trx } from '../../store/transaction.ts';
import { forfeitHour, slashesOfHour } from '../court/forfeits.ts';
import type { Network } from '../network.ts';
import type { Hour } from './hours.ts';
import { readPools } from './pool-hours.ts';
import { type KeptSplit, readSplits } from './splitting.ts';

/** Rows of one statement. */
const devicesAtOnce = 2_000;

/** What paying needs of a line; the line holds more. */
type PaidLine = Pick<ClosedReward, 'deviceId' | 'poolName' | 'reward' | 'proofsPassed' | 'minutes' | 'ineligible'> & {
  readonly split: KeptSplit;
};

const isRuled = ({ ineligible }: PaidLine): boolean => ineligible !== 'part_hour' && ineligible !== 'joined_this_hour';

/** What scoring wrote, in order of device id. */
const readLines = async (trx: Trx, hour: Hour): Promise<PaidLine[]> => {
  const rows = await trx
    .selectFrom('rewards')
    .innerJoin('devices', 'devices.id', 'rewards.deviceId')
    .select(['deviceId', 'accountId', 'reward', 'ownerPart', 'reason'])
    .where('epoch', '=', hour.number)
    .orderBy('deviceId')
    .execute();
  const splitOf = await readSplits(trx, hour);
  return rows.map((row) => {
    // None of these is a coin, so nothing of them needs to be read exactly.
    const kept = JSON.parse(row.reason) as Pick<PaidLine, 'poolName' | 'proofsPassed' | 'minutes' | 'ineligible'>;
    const { poolName, proofsPassed, minutes, ineligible } = kept;
    const { deviceId, reward } = row;
    return {
      ...{ deviceId, poolName, proofsPassed, minutes, ineligible },
      ...{ reward: inBaseUnits(reward), split: splitOf(row) },
    };
  });
};

const holdersOf = ({ ownerId, owner, supporters }: KeptSplit) => [{ holderId: ownerId, amount: owner }, ...supporters];

/** To be called once an hour, in the transaction that takes the hour's last step. */
export const payHour = async (trx: Trx, { parameters }: Pick<Network, 'parameters'>, hour: Hour): Promise<void> => {
  const { number: epoch, endsAt: at } = hour;
  const lines = await readLines(trx, hour);
  const pools = await readPools(trx, epoch);
  const slashes = await slashesOfHour(trx, epoch);
  const lineOf = new Map(lines.map((line) => [line.deviceId, line]));
  const splitOf = (deviceId: string): KeptSplit => {
    const line = lineOf.get(deviceId);
    if (line === undefined) throw new Error(`hour ${epoch} has no line for ${deviceId}`);
    return line.split;
  };
  const withConfirmed = (transfer: Transfer): Posting[] => {
    if (transfer.kind !== 'hourly_reward') return [{ transfer, about: { deviceId: null, epoch, at } }];
    const deviceId = transfer.idempotencyKey.split(':')[2] ?? '';
    // Confirmed beside what earned it: most estimates come and go in one statement, and no balance of theirs moves.
    const parts = slashes.has(deviceId) ? [] : holdersOf(splitOf(deviceId));
    const confirmed = parts.map((part) => confirmTransfer({ deviceId, reference: String(epoch), ...part }));
    return [transfer, ...confirmed].map((each) => ({ transfer: each, about: { deviceId, epoch, at } }));
  };
  const earned = rewardTransfers({ epoch, pools, rewards: lines.filter(isRuled) }, splitOf);
  await postAll(trx, earned.values().flatMap(withConfirmed));
  for (const { deviceId, split } of lines) {
    const slash = slashes.get(deviceId);
    if (slash !== undefined) await forfeitHour(trx, slash, holdersOf(split), { deviceId, epoch, at });
  }
  const verified = lines.filter((line) => isVerifiedHour(line, parameters)).map(({ deviceId: device }) => ({ device }));
  for (const some of inChunks(verified, devicesAtOnce))
    await sql`update devices set verified_hours = verified_hours + 1
      from ${givenRows(some, { device: 'text' })} where id = device`.execute(trx);
};
