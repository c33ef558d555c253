/**
 * What a device has earned for its owner: sums, lines, hours, and the hour that is running. What its supporters earn is
 * in none of it; theirs and everything across devices is in account-statement.ts.
 */
import { sql } from 'kysely';
import { earned } from '../../../shared/domain/ledger/account.ts';
import type { TransferKind } from '../../../shared/domain/ledger/posting.ts';
import { listMinutes } from '../../../shared/domain/presence/minutes.ts';
import type { BaseUnits } from '../../../shared/units/money.ts';
import { balanceOf } from '../../store/ledger.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Device } from '../devices/devices.ts';
import { openHour } from '../epochs/hours.ts';
import { readSighting } from '../epochs/sightings.ts';
import { splitOf, supportInForce } from '../epochs/splitting.ts';
import type { Network } from '../network.ts';
import { postingsOf } from './device-postings.ts';
import { type Outlook, readOutlook } from './outlook.ts';
import type { EstimateReward } from './running-hour.ts';

type MoneyState = 'estimate' | 'confirmed' | 'paid' | 'slashed';
type LineKind = 'hourly_reward' | 'job_pay' | 'payout' | 'slash' | 'grant';

export interface Statement {
  totals: { estimate: string; confirmed: string; paid: string; compounded: string };
  ledger: {
    id: string;
    from: number;
    to: number;
    kind: LineKind;
    state: MoneyState;
    amount: string;
    reference: string;
  }[];
  hours: {
    epoch: number;
    from: number;
    to: number;
    state: 'estimate' | 'confirmed' | 'paid';
    rewards: string;
    jobs: string;
  }[];
  currentHour: {
    epoch: number;
    startsAt: number;
    endsAt: number;
    countedMinutes: number[];
    proofsPassed: number;
    proofsAsked: number;
    outlook: Outlook;
  };
}

const mostLines = 200;
const shownHours = 24;

/** The owner's part of what the running hour would pay. */
const estimateOf = async (trx: Trx, device: Device, reward: BaseUnits): Promise<bigint> => {
  const support = await supportInForce(trx, device.id);
  return splitOf(reward, support.get(device.id)).owner;
};

/** Transfers that are lines of a statement, and where their amount is read: what the named accounts gained. */
const lineKinds: Partial<Record<TransferKind, LineKind>> = {
  hourly_reward: 'hourly_reward',
  job_pay: 'job_pay',
  payout: 'payout',
  withdrawal: 'payout',
  grant: 'grant',
  slash: 'slash',
};

interface Line {
  id: number;
  kind: LineKind;
  epoch: number | null;
  at: number;
  reference: string;
  amount: bigint;
}

const readLines = async (trx: Trx, device: Device): Promise<Line[]> => {
  const kinds = Object.keys(lineKinds) as TransferKind[];
  const rows = await postingsOf(trx, device, kinds)
    .where(({ or, eb }) =>
      or([eb('postings.holderId', '=', device.accountId), eb('cooling.holderId', '=', device.accountId)]),
    )
    .orderBy('transfers.id', 'desc')
    .limit(mostLines * 4)
    .execute();
  const lines = new Map<number, Line>();
  for (const { id, kind, epoch, at, reference, account, amount } of rows) {
    const lineKind = lineKinds[kind];
    const isOwn = account.startsWith(`device:${device.id}:`) || (kind === 'grant' && account.startsWith('wallet:'));
    if (lineKind === undefined || !isOwn) continue;
    const line = lines.get(id) ?? { id, kind: lineKind, epoch, at, reference, amount: 0n };
    lines.set(id, { ...line, amount: line.amount + amount });
  }
  return [...lines.values()].slice(0, mostLines);
};

const lineState = (line: Line, paidBefore: number): MoneyState => {
  if (line.kind === 'slash') return 'slashed';
  if (line.kind !== 'hourly_reward') return 'paid';
  return (line.epoch ?? 0) < paidBefore ? 'paid' : 'confirmed';
};

/**
 * Hours below the last payout's are paid: a payout takes what was confirmed before its own hour. What is staked again at
 * the end of an hour, that hour's reward with it, is not waiting to be paid either.
 */
export const paidBefore = async (trx: Trx, device: Device): Promise<number> => {
  const row = await trx
    .selectFrom('transfers')
    .innerJoin('postings', 'postings.transferId', 'transfers.id')
    .select(sql<number | null>`max(case kind when 'compound' then epoch + 1 else epoch end)`.as('epoch'))
    .where('transfers.deviceId', '=', device.id)
    .where('kind', 'in', ['payout', 'withdrawal', 'compound'])
    .where('account', '=', earned('confirmed', device.id, device.accountId))
    .executeTakeFirst();
  return row?.epoch ?? 0;
};

/** What left the owner's confirmed earnings by transfers of these kinds: for the wallet, an address outside, the device's stake. */
const takenBy = async (
  trx: Trx,
  device: Device,
  ...kinds: ('payout' | 'withdrawal' | 'compound')[]
): Promise<bigint> => {
  const row = await trx
    .selectFrom('transfers')
    .innerJoin('postings', 'postings.transferId', 'transfers.id')
    .select(({ fn }) => fn.sum<bigint | null>('amount').as('sum'))
    .where('transfers.deviceId', '=', device.id)
    .where('kind', 'in', kinds)
    .where('account', '=', earned('confirmed', device.id, device.accountId))
    .executeTakeFirst();
  return -(row?.sum ?? 0n);
};

/** @param runningHour  of the process */
export const statementOf = async (
  network: Network,
  device: Device,
  runningHour: () => Promise<EstimateReward>,
): Promise<Statement> => {
  network.presence.mark(network.clock.now());
  await network.presence.write();
  const reported = await network.whereabouts.of(device.id);
  const rewardIn = await runningHour();
  return inTransaction(network.db, async (trx) => {
    const hour = await openHour(trx);
    const estimate = await estimateOf(trx, device, rewardIn(device.id, hour.number));
    const seen = await readSighting(trx, hour, device.id);
    const paid = await paidBefore(trx, device);
    const lines = await readLines(trx, device);
    const closed = await trx
      .selectFrom('epochs')
      .leftJoin('rewards', (join) =>
        join.onRef('rewards.epoch', '=', 'epochs.number').on('rewards.deviceId', '=', device.id),
      )
      .select(['number', 'startsAt', 'endsAt', 'ownerPart'])
      .where('step', '=', 'closed')
      .where('endsAt', '>', device.registeredAt)
      .orderBy('number', 'desc')
      .limit(shownHours - 1)
      .execute();
    const jobsIn = (from: number, to: number): bigint =>
      lines
        .filter(({ kind, at }) => kind === 'job_pay' && at >= from && at < to)
        .reduce((sum, { amount }) => sum + amount, 0n);
    const span = (epoch: number | null, at: number): { from: number; to: number } => {
      const found = closed.find(({ number }) => number === epoch);
      return found === undefined ? { from: at, to: at } : { from: found.startsAt, to: found.endsAt };
    };
    return {
      totals: {
        estimate: estimate.toString(),
        confirmed: (await balanceOf(trx, earned('confirmed', device.id, device.accountId))).toString(),
        paid: (await takenBy(trx, device, 'payout', 'withdrawal')).toString(),
        compounded: (await takenBy(trx, device, 'compound')).toString(),
      },
      ledger: lines.map((line) => ({
        id: String(line.id),
        ...(line.kind === 'hourly_reward' ? span(line.epoch, line.at) : { from: line.at, to: line.at }),
        kind: line.kind,
        state: lineState(line, paid),
        amount: line.amount.toString(),
        reference: line.reference,
      })),
      hours: [
        ...closed.toReversed().map(({ number, startsAt, endsAt, ownerPart }) => ({
          epoch: number,
          from: startsAt,
          to: endsAt,
          state: number < paid ? ('paid' as const) : ('confirmed' as const),
          rewards: (ownerPart ?? 0n).toString(),
          jobs: jobsIn(startsAt, endsAt).toString(),
        })),
        {
          epoch: hour.number,
          from: hour.startsAt,
          to: hour.endsAt,
          state: 'estimate' as const,
          rewards: estimate.toString(),
          jobs: jobsIn(hour.startsAt, hour.endsAt).toString(),
        },
      ],
      currentHour: {
        epoch: hour.number,
        startsAt: hour.startsAt,
        endsAt: hour.endsAt,
        countedMinutes: listMinutes(seen.heard),
        proofsPassed: seen.proofs.passed,
        proofsAsked: seen.proofs.asked,
        outlook: await readOutlook(trx, network, seen, { hour, reported }),
      },
    };
  });
};
