/**
 * What the tables say of devices in an hour: of all that were seen in it, or of one. A handful of queries whatever their
 * number; it counts and judges nothing.
 */
import { type MinuteMask, noMinutes } from '../../../shared/domain/presence/minutes.ts';
import { noUptime, type Uptime, uptimeAfter } from '../../../shared/domain/presence/uptime.ts';
import type { LinkTest } from '../../../shared/domain/tiers/connectivity.ts';
import type { ComplianceLevel } from '../../../shared/domain/tiers/tier.ts';
import { type BaseUnits, inBaseUnits, noCoins } from '../../../shared/units/money.ts';
import type { ChallengeState } from '../../store/tables/proofs.ts';
import type { Trx } from '../../store/transaction.ts';
import { isOneOf } from '../devices/device-set.ts';
import type { Device } from '../devices/devices.ts';
import type { Hour } from './hours.ts';
import { readLinkTests, type Which } from './last-link-tests.ts';

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

const noProofs: ProofCounts = { asked: 0, passed: 0, exempt: 0 };

const readDevices = (trx: Trx, hour: Hour, which: Which) => {
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
  return which === 'seen'
    ? devices.where('presence.epoch', '=', hour.number).execute()
    : devices.where(isOneOf('devices.id', which)).execute();
};
type DeviceRow = Awaited<ReturnType<typeof readDevices>>[number];

interface LaterHour extends Pick<Hour, 'number' | 'startsAt' | 'servedMask'> {
  /** Minutes by device. */
  readonly heard: ReadonlyMap<string, MinuteMask>;
}

const isLater = ({ throughEpoch, registeredAt }: DeviceRow, { number, startsAt }: LaterHour): boolean =>
  number > (throughEpoch ?? -1) && startsAt >= registeredAt;

/**
 * Hours that some carried uptime lacks: those that have ended and are not scored, and the open one; for a device of which
 * none is carried yet, those since it registered.
 */
const readLaterHours = async (trx: Trx, hour: Hour, rows: readonly DeviceRow[]): Promise<LaterHour[]> => {
  const behind = rows.filter(({ throughEpoch }) => throughEpoch === null || throughEpoch < hour.number);
  if (behind.length === 0) return [];
  const through = behind.reduce((least, { throughEpoch }) => Math.min(least, throughEpoch ?? -1), hour.number);
  const since = behind.reduce((least, { registeredAt }) => Math.min(least, registeredAt), hour.endsAt);
  const later = await trx
    .selectFrom('epochs')
    .select(['number', 'startsAt', 'servedMask'])
    .where('number', '<=', hour.number)
    .where('number', '>', through)
    .where('startsAt', '>=', since)
    .where('servedMask', '>', noMinutes)
    .orderBy('number')
    .execute();
  const hours: LaterHour[] = [];
  for (const each of later) {
    const present = await trx
      .selectFrom('presence')
      .select(['deviceId', 'minuteMask'])
      .where('epoch', '=', each.number)
      .where(
        isOneOf(
          'presence.device_id',
          behind.map(({ id }) => id),
        ),
      )
      .execute();
    hours.push({ ...each, heard: new Map(present.map(({ deviceId, minuteMask }) => [deviceId, minuteMask])) });
  }
  return hours;
};

const proofStates = ['passed', 'failed', 'exempt', 'excused'] as const satisfies readonly ChallengeState[];

const readProofs = async (trx: Trx, hour: Hour, which: Which): Promise<Map<string, ProofCounts>> => {
  const counted = trx
    .selectFrom('challenges')
    .select('deviceId')
    .select(({ fn }) => proofStates.map((state) => fn.countAll<number>().filterWhere('state', '=', state).as(state)))
    .where('decidedEpoch', '=', hour.number)
    .groupBy('deviceId');
  const rows = await (which === 'seen' ? counted : counted.where(isOneOf('device_id', which))).execute();
  return new Map(
    rows.map(({ deviceId, passed, failed, exempt, excused }) => [
      deviceId,
      { asked: passed + failed, passed, exempt: exempt + excused },
    ]),
  );
};

interface Staked {
  all: bigint;
  /** By holder. */
  readonly held: Map<string, bigint>;
}

/** Stake by device, as the ledger has it. */
const readStakes = async (trx: Trx, which: Which): Promise<Map<string, Staked>> => {
  const [only, ...others] = which === 'seen' ? [] : which;
  const prefix = only === undefined || others.length > 0 ? 'device:%:stake:%' : `device:${only}:stake:%`;
  const rows = await trx
    .selectFrom('balances')
    .select(['account', 'amount'])
    .where('account', 'like', prefix)
    .where('amount', '>', 0n)
    .execute();
  const stakes = new Map<string, Staked>();
  for (const { account, amount } of rows) {
    const [, id = '', , holderId = ''] = account.split(':');
    const ofDevice = stakes.get(id) ?? { all: 0n, held: new Map() };
    ofDevice.all += amount;
    ofDevice.held.set(holderId, amount);
    stakes.set(id, ofDevice);
  }
  return stakes;
};

const carried = ({ servedMinutes, presentMinutes, continuousMinutes }: DeviceRow): Uptime =>
  servedMinutes === null || presentMinutes === null || continuousMinutes === null
    ? noUptime
    : { servedMinutes, presentMinutes, continuousMinutes };

/**
 * @param advance  done before devices are read with their uptimes
 * @returns in order of device id
 */
export const readSightings = async (
  trx: Trx,
  hour: Hour,
  which: Which,
  advance: () => Promise<unknown> = () => Promise.resolve(),
): Promise<Sighting[]> => {
  // One connection takes them in turn; while it is busy with one, the rows of the one before are read.
  const [tests, proofs, stakes, , rows] = await Promise.all([
    readLinkTests(trx, hour, which),
    readProofs(trx, hour, which),
    readStakes(trx, which),
    advance(),
    readDevices(trx, hour, which),
  ]);
  const laterHours = await readLaterHours(trx, hour, rows);
  return rows.map((row) => {
    const { complianceLevel, minuteMask } = row;
    const uptime = laterHours
      .filter((later) => isLater(row, later))
      .reduce(
        (before, { servedMask, heard }) =>
          uptimeAfter(before, { served: servedMask, present: heard.get(row.id) ?? noMinutes }),
        carried(row),
      );
    const staked = stakes.get(row.id);
    return {
      device: row,
      complianceLevel: complianceLevel as ComplianceLevel,
      heard: minuteMask ?? noMinutes,
      uptime,
      linkTests: tests.get(row.id) ?? [],
      proofs: proofs.get(row.id) ?? noProofs,
      staked: inBaseUnits(staked?.all ?? noCoins),
      ownerStaked: inBaseUnits(staked?.held.get(row.accountId) ?? noCoins),
    };
  });
};

/** One device, seen in the hour or not. It throws for a device that is not registered. */
export const readSighting = async (trx: Trx, hour: Hour, deviceId: string): Promise<Sighting> => {
  const [seen] = await readSightings(trx, hour, [deviceId]);
  if (seen === undefined) throw new Error(`no device ${deviceId}`);
  return seen;
};
