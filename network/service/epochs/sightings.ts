/**
 * What the tables say of devices in an hour: of all that were seen in it, or of one. A handful of queries whatever their
 * number; it counts and judges nothing.
 */
import { sql } from 'kysely';
import { type MinuteMask, noMinutes } from '../../../shared/domain/presence/minutes.ts';
import { noUptime, type Uptime, uptimeAfter } from '../../../shared/domain/presence/uptime.ts';
import type { LinkTest } from '../../../shared/domain/tiers/connectivity.ts';
import type { ComplianceLevel } from '../../../shared/domain/tiers/tier.ts';
import { type BaseUnits, inBaseUnits, noCoins } from '../../../shared/units/money.ts';
import type { ChallengeState } from '../../store/tables/proofs.ts';
import type { Trx } from '../../store/transaction.ts';
import type { Device } from '../devices/devices.ts';
import type { Hour } from './hours.ts';

export interface ProofCounts {
  readonly asked: number;
  readonly passed: number;
  /** Fell due while the device was hired, or failed while the network doubted itself. */
  readonly exempt: number;
}

export interface Sighting {
  readonly device: Device;
  readonly complianceLevel: ComplianceLevel;
  /** Minutes of the hour in which it was heard. */
  readonly heard: MinuteMask;
  readonly uptime: Uptime;
  /** The last twelve, oldest first. */
  readonly linkTests: readonly LinkTest[];
  readonly proofs: ProofCounts;
  /** Stake that counts, everybody's, and the owner's part of it. */
  readonly staked: BaseUnits;
  readonly ownerStaked: BaseUnits;
}

const groupBy = <Row extends { deviceId: string }>(rows: readonly Row[]): Map<string, Row[]> =>
  Map.groupBy(rows, ({ deviceId }) => deviceId);

const readDevices = (trx: Trx, hour: Hour, deviceId: string | null) => {
  const devices = trx
    .selectFrom('devices')
    .innerJoin('accounts', 'accounts.id', 'devices.accountId')
    .leftJoin('presence', (join) =>
      join.onRef('presence.deviceId', '=', 'devices.id').on('presence.epoch', '=', hour.number),
    )
    .leftJoin('uptimes', 'uptimes.deviceId', 'devices.id')
    .selectAll('devices')
    .select(['accounts.complianceLevel', 'presence.minuteMask'])
    .select(['throughEpoch', 'servedMinutes', 'presentMinutes', 'continuousMinutes'])
    .orderBy('devices.id');
  return deviceId === null
    ? devices.where('presence.epoch', '=', hour.number).execute()
    : devices.where('devices.id', '=', deviceId).execute();
};
type DeviceRow = Awaited<ReturnType<typeof readDevices>>[number];

/** Hours that the carried uptimes may lack: those that have ended and are not scored, and the open one. */
const readLaterHours = async (trx: Trx, hour: Hour, rows: readonly DeviceRow[]) => {
  const through = rows.map(({ throughEpoch }) => throughEpoch).filter((epoch) => epoch !== null);
  const hasNew = through.length < rows.length;
  const from = hasNew ? 0 : Math.min(hour.number, ...new Set(through));
  if (!hasNew && from >= hour.number) return [];
  return trx
    .selectFrom('epochs')
    .leftJoin('presence', (join) =>
      rows.length === 1
        ? join.onRef('presence.epoch', '=', 'epochs.number').on('presence.deviceId', '=', rows[0]?.id ?? '')
        : join.onRef('presence.epoch', '=', 'epochs.number'),
    )
    .select(['epochs.number', 'epochs.startsAt', 'epochs.servedMask', 'presence.deviceId', 'presence.minuteMask'])
    .where('epochs.number', '<=', hour.number)
    .where('epochs.number', '>', from)
    .where('epochs.servedMask', '>', noMinutes)
    .orderBy('epochs.number')
    .execute();
};

const readLinkTests = async (trx: Trx, hour: Hour, deviceId: string | null): Promise<Map<string, LinkTest[]>> => {
  const one = deviceId === null ? sql`presence.device_id is not null` : sql`devices.id = ${deviceId}`;
  const { rows } = await sql<LinkTest & { deviceId: string }>`
    select devices.id as device_id, tests.down_mbps, tests.up_mbps from devices
    left join presence on presence.device_id = devices.id and presence.epoch = ${hour.number}
    cross join lateral (
      select at, down_mbps, up_mbps from link_tests where link_tests.device_id = devices.id and at < ${hour.endsAt}
      order by at desc limit 12) as tests
    where ${one} order by devices.id, tests.at`.execute(trx);
  return groupBy(rows);
};

const readProofs = async (trx: Trx, hour: Hour, deviceId: string | null): Promise<Map<string, ProofCounts>> => {
  const counted = trx
    .selectFrom('challenges')
    .select(({ fn }) => ['deviceId', 'state', fn.countAll<number>().as('count')])
    .where('decidedEpoch', '=', hour.number)
    .groupBy(['deviceId', 'state']);
  const rows = await (deviceId === null ? counted : counted.where('deviceId', '=', deviceId)).execute();
  return new Map(
    [...groupBy(rows)].map(([id, states]) => {
      const count = (state: ChallengeState): number => Number(states.find((row) => row.state === state)?.count ?? 0);
      const passed = count('passed');
      return [id, { asked: passed + count('failed'), passed, exempt: count('exempt') + count('excused') }];
    }),
  );
};

/** Stake by device and holder, as the ledger has it. */
const readStakes = async (trx: Trx, deviceId: string | null): Promise<Map<string, Map<string, bigint>>> => {
  const rows = await trx
    .selectFrom('balances')
    .select(['account', 'amount'])
    .where('account', 'like', deviceId === null ? 'device:%:stake:%' : `device:${deviceId}:stake:%`)
    .where('amount', '>', 0n)
    .execute();
  const stakes = new Map<string, Map<string, bigint>>();
  for (const { account, amount } of rows) {
    const [, id = '', , holderId = ''] = account.split(':');
    const ofDevice = stakes.get(id) ?? new Map<string, bigint>();
    stakes.set(id, ofDevice.set(holderId, amount));
  }
  return stakes;
};

const carried = ({ servedMinutes, presentMinutes, continuousMinutes }: DeviceRow): Uptime =>
  servedMinutes === null || presentMinutes === null || continuousMinutes === null
    ? noUptime
    : { servedMinutes, presentMinutes, continuousMinutes };

/**
 * @param deviceId  one device, seen or not; null: every device that was seen in the hour
 * @returns in order of device id
 */
export const readSightings = async (trx: Trx, hour: Hour, deviceId: string | null): Promise<Sighting[]> => {
  const rows = await readDevices(trx, hour, deviceId);
  const later = await readLaterHours(trx, hour, rows);
  const laterHours = [...new Map(later.map(({ number, startsAt, servedMask }) => [number, { startsAt, servedMask }]))];
  const heardIn = new Map(later.map(({ number, deviceId: id, minuteMask }) => [`${number} ${id}`, minuteMask]));
  const tests = await readLinkTests(trx, hour, deviceId);
  const proofs = await readProofs(trx, hour, deviceId);
  const stakes = await readStakes(trx, deviceId);
  return rows.map((row) => {
    const { complianceLevel, minuteMask, throughEpoch } = row;
    const uptime = laterHours
      .filter(([number, { startsAt }]) => number > (throughEpoch ?? -1) && startsAt >= row.registeredAt)
      .reduce(
        (before, [number, { servedMask }]) =>
          uptimeAfter(before, { served: servedMask, present: heardIn.get(`${number} ${row.id}`) ?? noMinutes }),
        carried(row),
      );
    const held = stakes.get(row.id);
    return {
      device: row,
      complianceLevel: complianceLevel as ComplianceLevel,
      heard: minuteMask ?? noMinutes,
      uptime,
      linkTests: tests.get(row.id) ?? [],
      proofs: proofs.get(row.id) ?? { asked: 0, passed: 0, exempt: 0 },
      staked: inBaseUnits([...(held?.values() ?? [])].reduce((sum, amount) => sum + amount, 0n)),
      ownerStaked: inBaseUnits(held?.get(row.accountId) ?? noCoins),
    };
  });
};

/** One device, seen in the hour or not. It throws for a device that is not registered. */
export const readSighting = async (trx: Trx, hour: Hour, deviceId: string): Promise<Sighting> => {
  const [seen] = await readSightings(trx, hour, deviceId);
  if (seen === undefined) throw new Error(`no device ${deviceId}`);
  return seen;
};
