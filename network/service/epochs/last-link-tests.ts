/** The last tests of devices' lines before an hour's end, for as many devices as there are. It judges nothing. */
import { type SqlBool, sql } from 'kysely';
import type { LinkTest } from '../../../shared/domain/tiers/connectivity.ts';
import type { EpochMs } from '../../../shared/units/time.ts';
import type { Trx } from '../../store/transaction.ts';
import { isOneOf } from '../devices/device-set.ts';
import type { Hour } from './hours.ts';

/** Devices that were seen in an hour, or named ones, seen or not. */
export type Which = 'seen' | readonly string[];

const countedTests = 12;
/** As many as `recent_link_tests` keeps of a device. */
const keptTests = 24;

interface TimedTest extends LinkTest {
  readonly at: EpochMs;
}

const readTest = (text: string): TimedTest => {
  const [at, downMbps, upMbps] = text.split(' ');
  return { at: Number(at), downMbps: Number(downMbps), upMbps: Number(upMbps) };
};

/** From the tests themselves: of devices that were tested very often since the hour ended. */
const readOlder = async (trx: Trx, hour: Hour, which: readonly string[]): Promise<Map<string, TimedTest[]>> => {
  const older = new Map<string, TimedTest[]>();
  for (const deviceId of which) {
    const newestFirst = await trx
      .selectFrom('linkTests')
      .select(['at', 'downMbps', 'upMbps'])
      .where('deviceId', '=', deviceId)
      .where('at', '<', hour.endsAt)
      .orderBy('at', 'desc')
      .limit(countedTests)
      .execute();
    older.set(deviceId, newestFirst.reverse());
  }
  return older;
};

/** @returns by device the last twelve before the hour's end, oldest first; one that was never tested has none */
export const readLinkTests = async (trx: Trx, hour: Hour, which: Which): Promise<Map<string, readonly LinkTest[]>> => {
  const asked = which === 'seen' ? sql<SqlBool>`presence.device_id is not null` : isOneOf('devices.id', which);
  const { rows } = await sql<{ deviceId: string; tests: string | null }>`
    select devices.id as device_id, coalesce(recent_link_tests.tests, (
      select string_agg(at || ' ' || down_mbps || ' ' || up_mbps, ',' order by at) from (
        select at, down_mbps, up_mbps from link_tests where link_tests.device_id = devices.id
        order by at desc limit ${sql.lit(keptTests)}) as last)) as tests
    from devices left join presence on presence.device_id = devices.id and presence.epoch = ${hour.number}
    left join recent_link_tests on recent_link_tests.device_id = devices.id
    where ${asked}`.execute(trx);
  const last = new Map<string, readonly LinkTest[]>();
  const short: string[] = [];
  for (const { deviceId, tests } of rows) {
    const kept = tests === null ? [] : tests.split(',').map(readTest);
    const before = kept.filter(({ at }) => at < hour.endsAt);
    if (before.length < countedTests && kept.length === keptTests) short.push(deviceId);
    last.set(deviceId, before.slice(-countedTests));
  }
  for (const [deviceId, tests] of await readOlder(trx, hour, short)) last.set(deviceId, tests);
  return last;
};
