/**
 * Asks connected devices for the proofs that are due: one challenge at a time, none while a device is paused. A handful of
 * queries finds who they are, however many are connected; when each is due is worked out once an hour and remembered.
 */
import type { EpochMs } from '../../../shared/units/time.ts';
import type { Trx } from '../../store/transaction.ts';
import { isOneOf } from '../devices/device-set.ts';
import type { Device } from '../devices/devices.ts';
import type { Hour } from '../epochs/hours.ts';
import type { Network } from '../network.ts';
import type { Session } from '../sessions/sessions.ts';
import type { Challenges } from './challenges.ts';
import { type Nomination, nominationsOf } from './nominations.ts';
import { devicesUnderReview, proofsOfHour } from './reviews.ts';

type Reader = Network['db'] | Trx;

/** Challenges of the hour that count, by device. */
const askedIn = async (db: Reader, { number }: Pick<Hour, 'number'>, ids: readonly string[]) => {
  const rows = await db
    .selectFrom('challenges')
    .select(({ fn }) => ['deviceId', fn.countAll<number>().as('count')])
    .where('epoch', '=', number)
    .where('state', '!=', 'void')
    .where(isOneOf('device_id', ids))
    .groupBy('deviceId')
    .execute();
  return new Map(rows.map(({ deviceId, count }) => [deviceId, count]));
};

/** Those of the devices that were ever asked. */
const everAsked = async (db: Reader, ids: readonly string[]): Promise<string[]> => {
  const rows = await db
    .selectFrom('devices')
    .select('id')
    .where(isOneOf('devices.id', ids))
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('challenges')
          .select('challenges.id')
          .whereRef('challenges.deviceId', '=', 'devices.id')
          .where('state', '!=', 'void'),
      ),
    )
    .execute();
  return rows.map(({ id }) => id);
};

const hiredOf = async (db: Reader, ids: readonly string[]): Promise<ReadonlySet<string>> => {
  const rows = await db
    .selectFrom('leases')
    .select('deviceId')
    .where('state', 'in', ['accepted', 'held'])
    .where(isOneOf('device_id', ids))
    .execute();
  return new Set(rows.map(({ deviceId }) => deviceId));
};

interface Due {
  readonly device: Device;
  readonly tick: number | null;
}

/** Asks everyone who is due now; for one pass of the rhythm. */
export type Nominate = (open: Hour, now: EpochMs) => Promise<void>;

export const createNominating = (network: Network, challenges: Challenges): Nominate => {
  const { db, keys, sessions } = network;
  /** Devices that were asked before: no newcomers any more. */
  const known = new Set<string>();
  let hour: { readonly number: number; readonly endsAt: EpochMs; readonly of: Map<string, Nomination[]> } | null = null;

  const nominations = (open: Hour, deviceId: string, proofs: number): Nomination[] => {
    if (hour?.number !== open.number || hour.endsAt !== open.endsAt)
      hour = { number: open.number, endsAt: open.endsAt, of: new Map() };
    const remembered = hour.of.get(deviceId);
    if (remembered?.length === proofs) return remembered;
    const drawn = nominationsOf(keys, deviceId, open, proofs);
    hour.of.set(deviceId, drawn);
    return drawn;
  };

  const canBeAsked = ({ isListening, state }: Session): boolean => isListening && state !== null && state !== 'paused';

  /** Newcomers are asked at once, so that their first full hour does not begin unproven. */
  const learnKnown = async (ids: readonly string[]): Promise<void> => {
    const unknown = ids.filter((id) => !known.has(id));
    if (unknown.length > 0) for (const id of await everAsked(db, unknown)) known.add(id);
  };

  const dueOf = async (open: Hour, now: EpochMs, ids: readonly string[]): Promise<Map<string, number | null>> => {
    const underReview = await devicesUnderReview(network);
    const drawn = (id: string) => nominations(open, id, proofsOfHour(network, underReview.has(id)));
    const dueCount = (id: string): number => drawn(id).filter(({ at }) => at <= now).length;
    await learnKnown(ids);
    const asked = await askedIn(
      db,
      open,
      ids.filter((id) => known.has(id) && dueCount(id) > 0),
    );
    const due = new Map<string, number | null>();
    for (const id of ids) {
      const before = asked.get(id) ?? 0;
      if (!known.has(id)) due.set(id, null);
      else if (before < dueCount(id)) due.set(id, drawn(id)[before]?.tick ?? null);
    }
    return due;
  };

  const readDue = async (ticks: ReadonlyMap<string, number | null>): Promise<Due[]> => {
    const devices = await db
      .selectFrom('devices')
      .selectAll()
      .where(isOneOf('devices.id', [...ticks.keys()]))
      .orderBy('id')
      .execute();
    return devices.map((device) => ({ device, tick: ticks.get(device.id) ?? null }));
  };

  return async (open, now) => {
    const asked = challenges.askedNow();
    const ids = sessions
      .all()
      .filter((session) => canBeAsked(session) && !asked.has(session.deviceId))
      .map(({ deviceId }) => deviceId);
    if (ids.length === 0) return;
    const ticks = await dueOf(open, now, ids);
    if (ticks.size === 0) return;
    const hired = await hiredOf(db, [...ticks.keys()]);
    for (const { device, tick } of await readDue(ticks))
      await (hired.has(device.id) ? challenges.excuse(device, tick) : challenges.send(device, tick));
  };
};
