/**
 * The closed hours of a device with everything that its owner earned and lost in them: the line that the hour was scored
 * by, and the ledger's own postings, which it only sorts and adds up. It works nothing out again.
 */
import type { NetworkOutputs } from '../../../shared/contract/network/index.ts';
import { earned, stakeOf } from '../../../shared/domain/ledger/account.ts';
import type { TransferKind } from '../../../shared/domain/ledger/posting.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Device } from '../devices/devices.ts';
import { type KeptReason, tellReason } from '../devices/standing.ts';
import type { Network } from '../network.ts';
import { postingsOf } from './device-postings.ts';
import { paidBefore } from './statement.ts';

export type EarnedHour = NetworkOutputs['earnings']['hours']['hours'][number];

interface ClosedHour extends KeptReason {
  number: number;
  startsAt: number;
  endsAt: number;
}

const readHours = (
  trx: Trx,
  device: Device,
  page: { readonly before: number | null; readonly limit: number },
): Promise<ClosedHour[]> =>
  trx
    .selectFrom('epochs')
    .leftJoin('rewards', (join) =>
      join.onRef('rewards.epoch', '=', 'epochs.number').on('rewards.deviceId', '=', device.id),
    )
    .select(['number', 'startsAt', 'endsAt', 'reason', 'rewards.reward', 'ownerPart', 'shareBps'])
    .where('step', '=', 'closed')
    .where('endsAt', '>', device.registeredAt)
    .$if(page.before !== null, (query) => query.where('number', '<', page.before ?? 0))
    .orderBy('number', 'desc')
    .limit(page.limit)
    .execute();

const kinds: readonly TransferKind[] = ['hourly_reward', 'job_pay', 'slash', 'slash_return'];

interface Posted {
  id: number;
  kind: TransferKind;
  epoch: number | null;
  at: number;
  reference: string;
  account: string;
  amount: bigint;
  coolingHolderId: string | null;
}

/** @param span  of the hours; a transfer of an hour carries its number and its end */
const readPostings = (trx: Trx, device: Device, span: { readonly from: number; readonly to: number }) =>
  postingsOf(trx, device, kinds)
    .select('cooling.holderId as coolingHolderId')
    .where('at', '>=', span.from)
    .where('at', '<=', span.to)
    .orderBy('transfers.id')
    .execute() as Promise<Posted[]>;

const sumOf = (postings: readonly Posted[]): bigint => postings.reduce((sum, { amount }) => sum + amount, 0n);

/** Both sides pay the same fee, and all of it went where fees go: half of that is the supplier's. */
const jobOf = (postings: readonly Posted[], earnings: string): EarnedHour['jobs'][number] => {
  const pay = sumOf(postings.filter(({ account }) => account === earnings));
  const fees = sumOf(postings.filter(({ account }) => account === 'burned' || account.startsWith('fees:')));
  const fee = fees / 2n;
  return { jobId: postings[0]?.reference ?? '', price: (pay + fee).toString(), fee: fee.toString() };
};

const tellHour = (hour: ClosedHour, postings: readonly Posted[], device: Device, paid: number): EarnedHour => {
  const earnings: string = earned('estimate', device.id, device.accountId);
  const stake: string = stakeOf(device.id, device.accountId);
  const ofEarnings = postings.filter(({ account }) => account === earnings);
  const isSlash = ({ kind }: Posted): boolean => kind === 'slash' || kind === 'slash_return';
  const ofStake = postings.filter(
    (each) => isSlash(each) && (each.account === stake || each.coolingHolderId === device.accountId),
  );
  const jobs = Map.groupBy(
    postings.filter(({ kind }) => kind === 'job_pay'),
    ({ id }) => id,
  );
  return {
    ...{ epoch: hour.number, from: hour.startsAt, to: hour.endsAt },
    state: hour.number < paid ? 'paid' : 'confirmed',
    line: tellReason(hour),
    jobs: [...jobs.values()].map((each) => jobOf(each, earnings)),
    heldBack: (-sumOf(ofEarnings.filter(isSlash))).toString(),
    stakeTaken: (-sumOf(ofStake)).toString(),
    paid: sumOf(ofEarnings).toString(),
  };
};

/** The newest first. @param page.before  epoch that the page before ended with; null for the first */
export const earnedHoursOf = (
  network: Pick<Network, 'db'>,
  device: Device,
  page: { readonly before: number | null; readonly limit: number },
): Promise<EarnedHour[]> =>
  inTransaction(network.db, async (trx) => {
    const hours = await readHours(trx, device, page);
    const [newest, oldest] = [hours[0], hours.at(-1)];
    if (newest === undefined || oldest === undefined) return [];
    const paid = await paidBefore(trx, device);
    const postings = await readPostings(trx, device, { from: oldest.startsAt, to: newest.endsAt });
    const ofHour = Map.groupBy(
      postings,
      ({ epoch, at }) => epoch ?? hours.find(({ startsAt, endsAt }) => at >= startsAt && at < endsAt)?.number ?? null,
    );
    return hours.map((hour) => tellHour(hour, ofHour.get(hour.number) ?? [], device, paid));
  });
