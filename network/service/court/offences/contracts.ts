/**
 * What is kept of a device's contracts that a judgement of its absence needs: the agreed time of each lease, the hours it
 * touches as the network marked them, and the pauses that the owner declared. It judges nothing.
 */
import { type SqlBool, sql } from 'kysely';
import type { DeviceEvent } from '../../../../shared/contract/network/events.ts';
import {
  hourMinutes,
  listMinutes,
  type MinuteMask,
  minutesBetween,
  noMinutes,
} from '../../../../shared/domain/presence/minutes.ts';
import type { EpochMs } from '../../../../shared/units/time.ts';
import type { Trx } from '../../../store/transaction.ts';
import type { JobRow, LeaseRow } from '../../market/job-rows.ts';

/** `to` itself no longer belongs to it; null: it still runs. */
export interface ContractTime {
  readonly from: EpochMs;
  readonly to: EpochMs | null;
}

/** The first minute in which a device was heard from a moment on; null: it was not. */
const heardAgainAt = async (trx: Trx, deviceId: string, from: EpochMs): Promise<EpochMs | null> => {
  const hours = await trx
    .selectFrom('epochs')
    .innerJoin('presence', 'presence.epoch', 'epochs.number')
    .select(['startsAt', 'hourMs', 'minuteMask'])
    .where('deviceId', '=', deviceId)
    .where('endsAt', '>', from)
    .where('minuteMask', '>', noMinutes)
    .orderBy('number')
    // Of the first, all may be before.
    .limit(2)
    .execute();
  const minutes = hours.flatMap(({ startsAt, hourMs, minuteMask }) =>
    listMinutes(minuteMask).map((minute) => startsAt + Math.floor((minute * hourMs) / hourMinutes)),
  );
  return minutes.find((at) => at >= from) ?? null;
};

/**
 * From when a lease began until it ended. A device that was lost did not end its contract by that: it was agreed for as
 * long as the renter pays at most, or until the device is back and is told that the job is no longer its.
 *
 * @returns null for one that never began
 */
export const contractTimeOf = async (
  trx: Trx,
  lease: Pick<LeaseRow, 'deviceId' | 'beganAt' | 'endedAt' | 'outcome'>,
  { maxMinutes }: Pick<JobRow, 'maxMinutes'>,
  hourMs: number,
): Promise<ContractTime | null> => {
  const { deviceId, beganAt, endedAt, outcome } = lease;
  if (beganAt === null) return null;
  if (endedAt === null || outcome !== 'device_lost') return { from: beganAt, to: endedAt };
  const agreed = Math.max(endedAt, beganAt + Math.floor((maxMinutes * hourMs) / hourMinutes));
  const backAt = await heardAgainAt(trx, deviceId, endedAt);
  return { from: beganAt, to: backAt === null ? agreed : Math.min(agreed, backAt) };
};

export interface MarkedHour {
  readonly number: number;
  readonly startsAt: EpochMs;
  readonly endsAt: EpochMs;
  readonly hourMs: number;
  readonly served: MinuteMask;
  readonly heard: MinuteMask;
}

/** Ended hours that touch a time, oldest first, with what the network heard of a device in each. */
export const markedHours = async (
  trx: Trx,
  deviceId: string,
  { from, to }: { readonly from: EpochMs; readonly to: EpochMs },
): Promise<MarkedHour[]> => {
  const rows = await trx
    .selectFrom('epochs')
    .leftJoin('presence', (join) =>
      join.onRef('presence.epoch', '=', 'epochs.number').on('presence.deviceId', '=', deviceId),
    )
    .select(['number', 'startsAt', 'endsAt', 'hourMs', 'servedMask', 'minuteMask'])
    .where('step', '!=', 'open')
    .where('endsAt', '>', from)
    .where('startsAt', '<', to)
    .orderBy('number')
    .execute();
  return rows.map(({ servedMask, minuteMask, ...hour }) => ({
    ...hour,
    served: servedMask,
    heard: minuteMask ?? noMinutes,
  }));
};

/** One thing that the owner said, by the device's own time, which is never after the moment it was heard. */
export interface OwnerWord {
  readonly at: EpochMs;
  readonly kind: 'owner_paused' | 'owner_resumed';
}

const ownerKinds = ['owner_paused', 'owner_resumed'] as const satisfies DeviceEvent['kind'][];

/** Pauses and their ends up to a moment, oldest first; of those before `from` only the last. */
export const ownerWords = async (
  trx: Trx,
  deviceId: string,
  { from, to }: { readonly from: EpochMs; readonly to: EpochMs },
): Promise<OwnerWord[]> => {
  const isOwners = sql<SqlBool>`event ->> 'kind' in (${sql.join(ownerKinds)})`;
  const words = trx
    .selectFrom('deviceEvents')
    .select([sql<number>`least(at, received_at)`.as('at'), sql<OwnerWord['kind']>`event ->> 'kind'`.as('kind')])
    .where('deviceId', '=', deviceId)
    .where(isOwners);
  const before = await words.where('at', '<', from).orderBy('at', 'desc').limit(1).execute();
  const within = await words.where('at', '>=', from).where('at', '<', to).orderBy('at').execute();
  return [...before, ...within].map(({ at, kind }) => ({ at: Number(at), kind }));
};

/** Minutes of an hour in any part of which the owner's pause held. @param words  from `ownerWords` */
export const pausedMinutes = (
  words: readonly OwnerWord[],
  hour: Pick<MarkedHour, 'startsAt' | 'endsAt' | 'hourMs'>,
): MinuteMask => {
  let paused = noMinutes;
  for (const [index, { at, kind }] of words.entries()) {
    if (kind !== 'owner_paused' || at >= hour.endsAt) continue;
    const until = words.slice(index + 1).find((later) => later.kind === 'owner_resumed')?.at ?? hour.endsAt;
    paused |= minutesBetween({ from: at, to: until }, hour);
  }
  return paused;
};
