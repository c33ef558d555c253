/**
 * Reads how devices that never passed fared lately with a model, and who has proven that it can be in time. Alarms when
 * nearly all of them are late. The rule is the domain's.
 */
import type { Verdict } from '../../../shared/contract/network/proofs.ts';
import { networkHoursMs } from '../../../shared/domain/parameters/record.ts';
import { doubtOfPace, isUnderReview, type PaceDoubt, pacedBy } from '../../../shared/domain/proof/newcomers.ts';
import type { Device } from '../devices/devices.ts';
import type { Network } from '../network.ts';
import { raiseAlarm } from './alarms.ts';
import { trustedRecords } from './records.ts';

/** Newcomers of the last hour stand for the model; a pace is proven by who passed before it. */
const windowHours = 1;

type Reader = Pick<Network, 'db' | 'clock' | 'parameters'>;
type Newcoming = Pick<Device, 'id' | 'accountId' | 'claim'>;

export const hasEverPassed = async ({ db }: Pick<Reader, 'db'>, deviceId: string): Promise<boolean> =>
  (await db
    .selectFrom('challenges')
    .select('id')
    .where('deviceId', '=', deviceId)
    .where('state', '=', 'passed')
    .executeTakeFirst()) !== undefined;

/** By what the network clocked in the month that it keeps. */
const isProven = async (network: Reader, key: string, until: number): Promise<boolean> =>
  (await trustedRecords(network)
    .select('challengeId')
    .where('at', '<=', until)
    .where(({ or, and, eb }) => or([eb('model', '=', key), and([eb('model', 'is', null), eb('class', '=', key)])]))
    .executeTakeFirst()) !== undefined;

/** The newest verdict in the window of each device that had not passed before it. */
const newcomersSince = async ({ db }: Reader, from: number) => {
  const rows = await db
    .selectFrom('challenges')
    .innerJoin('devices', 'devices.id', 'challenges.deviceId')
    .select(['challenges.deviceId', 'devices.accountId', 'devices.claim', 'challenges.verdict'])
    .where('state', 'in', ['passed', 'failed', 'excused'])
    .where('decidedAt', '>', from)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('challenges as earlier')
            .select('earlier.id')
            .whereRef('earlier.deviceId', '=', 'challenges.deviceId')
            .where('earlier.state', '=', 'passed')
            .where('earlier.decidedAt', '<=', from),
        ),
      ),
    )
    .orderBy('decidedAt')
    .execute();
  return [...new Map(rows.map((row) => [row.deviceId, row])).values()];
};

/**
 * @param device whose verdict is about to be written: it counts already
 * @returns whether it never passed, and whether its lateness is looked at instead of held against it
 */
export const newcomerOf = async (
  network: Reader & Pick<Network, 'log'>,
  device: Newcoming,
  verdict: Verdict,
): Promise<{ hasPassed: boolean; isUnderReview: boolean }> => {
  const hasPassed = await hasEverPassed(network, device.id);
  if (verdict !== 'late' || hasPassed) return { hasPassed, isUnderReview: false };
  const from = network.clock.now() - networkHoursMs(windowHours, network.parameters);
  const others = (await newcomersSince(network, from)).filter(({ deviceId }) => deviceId !== device.id);
  const own = { accountId: device.accountId, isLate: true };
  let doubt: PaceDoubt | null = null;
  let isPaceProven = true;
  for (const key of pacedBy(device.claim)) {
    const ofKey = others
      .filter(({ claim }) => pacedBy(claim).includes(key))
      .map(({ accountId, verdict: said }) => ({ accountId, isLate: said?.verdict === 'late' }));
    const isKeyProven = await isProven(network, key, from);
    isPaceProven &&= isKeyProven;
    const found = doubtOfPace([...ofKey, own]);
    if (found === null) continue;
    doubt = found;
    await raiseAlarm(network, 'pace_doubted', { group: key, ...found, isProven: isKeyProven });
  }
  return { hasPassed, isUnderReview: isUnderReview({ verdict, hasPassed, isPaceProven, doubt }) };
};
