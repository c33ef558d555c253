/**
 * What jobs printed: taken from the device that has, or had, the job, kept up to a bound with the oldest let go, read by
 * its renter. Whatever a device sends is text for people: nothing in it steers a terminal or a page.
 */
import { stripVTControlCharacters } from 'node:util';
import {
  type LogPage,
  mostLogCharacters,
  mostLogLines,
  type RentedLogLine,
} from '../../../shared/contract/network/market.ts';
import { networkHoursMs } from '../../../shared/domain/parameters/record.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Device } from '../devices/devices.ts';
import type { Network } from '../network.ts';
import { isLive, type JobRow, type LeaseRow, leasesOf } from './job-rows.ts';

/** Of one device's part of a job. */
const mostBytes = 2 ** 20;
/** What a line takes beside its text. */
const lineBytes = 48;
/** The last lines may come this long after the end, through an outage. */
const lateMs = 24 * 3_600_000;
const keptHours = 720;

const withoutControls = (text: string): string =>
  stripVTControlCharacters(text.toWellFormed()).replaceAll(/(?!\t)\p{Cc}/gu, '');

const bytesOf = (lines: readonly RentedLogLine[]): number =>
  lines.reduce((sum, { text }) => sum + Buffer.byteLength(text) + lineBytes, 0);

export interface HandOver {
  readonly seq: number;
  readonly lines: readonly RentedLogLine[];
  readonly mark: string | null;
  readonly isAfterGap: boolean;
  readonly isLast: boolean;
}

/** Held, or over so lately that its last lines may still be on their way. */
const takesLines = ({ acceptedAt, endedAt, ...lease }: LeaseRow, now: number): boolean =>
  acceptedAt !== null && (isLive(lease) || (lease.state === 'ended' && (endedAt ?? 0) > now - lateMs));

/** Lets the oldest go until it fits. @returns bytes that are left and the first line that is kept */
const makeRoom = async (trx: Trx, leaseId: string, bytes: number): Promise<{ logBytes: number; logFirst: number }> => {
  const chunks = await trx
    .selectFrom('leaseLogs')
    .select(['seq', 'bytes'])
    .where('leaseId', '=', leaseId)
    .orderBy('seq')
    .execute();
  let left = bytes;
  let gone = 0;
  while (left > mostBytes && gone < chunks.length - 1) {
    left -= chunks[gone]?.bytes ?? 0;
    gone += 1;
  }
  const logFirst = chunks[gone]?.seq ?? 0;
  if (gone > 0) await trx.deleteFrom('leaseLogs').where('leaseId', '=', leaseId).where('seq', '<', logFirst).execute();
  return { logBytes: left, logFirst };
};

/** Takes what is new of it. @returns where the log then stands; null when the job is not this device's */
export const takeLines = (
  { db, clock }: Pick<Network, 'db' | 'clock'>,
  device: Pick<Device, 'id'>,
  memberId: string,
  handed: HandOver,
): Promise<{ next: number; mark: string | null } | null> =>
  inTransaction(db, async (trx) => {
    const lease = await trx
      .selectFrom('leases')
      .selectAll()
      .where('deviceId', '=', device.id)
      .where('memberId', '=', memberId)
      .executeTakeFirst();
    if (lease === undefined || !takesLines(lease, clock.now())) return null;
    const known = Math.max(0, lease.logNext - handed.seq);
    const lines = handed.lines.slice(known).map((line) => ({ ...line, text: withoutControls(line.text) }));
    const isComplete = lease.isLogComplete || handed.isLast;
    if (lines.length === 0) {
      await trx.updateTable('leases').set({ isLogComplete: isComplete }).where('id', '=', lease.id).execute();
      return { next: lease.logNext, mark: lease.logMark };
    }
    const seq = handed.seq + known;
    const bytes = bytesOf(lines);
    const isAfterGap = seq > lease.logNext || (known === 0 && handed.isAfterGap);
    await trx
      .insertInto('leaseLogs')
      .values({ leaseId: lease.id, seq, lines: JSON.stringify(lines), bytes, isAfterGap })
      .execute();
    const total = lease.logBytes + bytes;
    const room = total > mostBytes ? await makeRoom(trx, lease.id, total) : { logBytes: total };
    const stand = { logNext: seq + lines.length, logMark: handed.mark };
    await trx
      .updateTable('leases')
      .set({ ...stand, ...room, isLogComplete: isComplete })
      .where('id', '=', lease.id)
      .execute();
    return { next: stand.logNext, mark: stand.logMark };
  });

const nothingYet = (cursor: number, isComplete: boolean): LogPage => ({ lines: [], cursor, dropped: 0, isComplete });

/** One page of what a member printed, from a line on. */
export const readLines = (
  { db }: Pick<Network, 'db'>,
  job: JobRow,
  { rank, cursor }: { readonly rank: number; readonly cursor: number },
): Promise<LogPage> =>
  inTransaction(db, async (trx) => {
    const lease = (await leasesOf(trx, job.id)).findLast((each) => each.rank === rank && each.acceptedAt !== null);
    if (lease === undefined) return nothingYet(cursor, job.state === 'ended');
    const from = Math.max(cursor, lease.logFirst);
    const chunks = await trx
      .selectFrom('leaseLogs')
      .select(['seq', 'lines', 'isAfterGap'])
      .where('leaseId', '=', lease.id)
      .where('seq', '>', from - mostLogLines)
      .orderBy('seq')
      .limit(mostLogLines * 2)
      .execute();
    const all = chunks.flatMap(({ seq, lines, isAfterGap }) =>
      lines.map((line, index) => ({ ...line, seq: seq + index, isAfterGap: isAfterGap && index === 0 })),
    );
    const lines: LogPage['lines'] = [];
    let characters = 0;
    for (const line of all) {
      if (line.seq < from) continue;
      characters += line.text.length;
      if (lines.length === mostLogLines || (characters > mostLogCharacters && lines.length > 0)) break;
      lines.push(line);
    }
    const next = (lines.at(-1)?.seq ?? Math.max(from, lease.logNext) - 1) + 1;
    const hasAll = next >= lease.logNext;
    return {
      lines,
      cursor: next,
      dropped: from - cursor,
      isComplete: hasAll && job.state === 'ended' && lease.isLogComplete,
    };
  });

/**
 * Single lines of what one device printed.
 *
 * @param numbers  ascending
 * @returns those that are kept, in their order
 */
export const linesOf = async (
  trx: Trx,
  leaseId: string,
  numbers: readonly number[],
): Promise<(RentedLogLine & { readonly seq: number })[]> => {
  const found: (RentedLogLine & { readonly seq: number })[] = [];
  for (const seq of numbers) {
    const chunk = await trx
      .selectFrom('leaseLogs')
      .select(['seq', 'lines'])
      .where('leaseId', '=', leaseId)
      .where('seq', '<=', seq)
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    const line = chunk?.lines[seq - chunk.seq];
    if (line !== undefined) found.push({ ...line, seq });
  }
  return found;
};

/** Of jobs that ended a month of network hours ago. */
export const forgetOldLogs = async ({
  db,
  clock,
  parameters,
}: Pick<Network, 'db' | 'clock' | 'parameters'>): Promise<void> => {
  const before = clock.now() - networkHoursMs(keptHours, parameters) - lateMs;
  await db
    .deleteFrom('leaseLogs')
    .where('leaseId', 'in', (old) => old.selectFrom('leases').select('id').where('endedAt', '<', before))
    .execute();
};
