/**
 * Reads how proofs went lately and says whether a failure may count against a device now; where it may not, neither may
 * those of the last hour. The rule is the domain's.
 */

import { networkHoursMs } from '../../../shared/domain/parameters/record.ts';
import { type Enforcement, enforcementFor, type RecentProof } from '../../../shared/domain/proof/enforcement.ts';
import type { Device } from '../devices/devices.ts';
import type { Network } from '../network.ts';

/** Failures are gathered over an hour; who passed in the day before it was honest until then. */
const windowHours = 1;
const trustHours = 24;

type Reader = Pick<Network, 'db' | 'clock' | 'parameters'>;

const trustedSince = async ({ db, parameters }: Reader, until: number): Promise<ReadonlySet<string>> => {
  const rows = await db
    .selectFrom('challenges')
    .select('deviceId')
    .distinct()
    .where('state', '=', 'passed')
    .where('decidedAt', '<=', until)
    .where('decidedAt', '>', until - networkHoursMs(trustHours, parameters))
    .execute();
  return new Set(rows.map(({ deviceId }) => deviceId));
};

/** The newest verdict of each device in the window; a failure that was excused still was one. */
const newestIn = async ({ db }: Reader, from: number, trusted: ReadonlySet<string>): Promise<RecentProof[]> => {
  const rows = await db
    .selectFrom('challenges')
    .innerJoin('devices', 'devices.id', 'challenges.deviceId')
    .select(['challenges.deviceId', 'devices.claim', 'challenges.state'])
    .where('state', 'in', ['passed', 'failed', 'excused'])
    .where('decidedAt', '>', from)
    .orderBy('decidedAt')
    .execute();
  const newest = new Map(rows.map((row) => [row.deviceId, row]));
  return [...newest.values()].map(({ deviceId, claim, state }) => ({
    deviceId,
    className: claim.class,
    passed: state === 'passed',
    wasTrusted: trusted.has(deviceId),
  }));
};

/**
 * Failures of trusted devices that were written before anybody could know that they are not alone. Hours that have
 * closed stay as they are.
 */
const excuseEarlier = async ({ db }: Reader, from: number, trusted: ReadonlySet<string>): Promise<void> => {
  const excused = await db
    .updateTable('challenges')
    .set({ state: 'excused' })
    .where('state', '=', 'failed')
    .where('decidedAt', '>', from)
    .where('deviceId', 'in', [...trusted])
    .returning('deviceId')
    .execute();
  if (excused.length === 0) return;
  await db
    .updateTable('devices')
    .set({ failedInRow: 0 })
    .where('id', 'in', [...new Set(excused.map(({ deviceId }) => deviceId))])
    .execute();
};

/**
 * @param failing the device whose failed verdict is about to be written: it counts as failing already
 * @returns whether it is excused, and why. A device that never passed is never excused.
 */
export const excuseFor = async (
  network: Reader,
  failing: Pick<Device, 'id' | 'claim'>,
): Promise<{ isExcused: boolean; enforcement: Enforcement }> => {
  const from = network.clock.now() - networkHoursMs(windowHours, network.parameters);
  const trusted = await trustedSince(network, from);
  const others = (await newestIn(network, from, trusted)).filter(({ deviceId }) => deviceId !== failing.id);
  const wasTrusted = trusted.has(failing.id);
  const own: RecentProof = { deviceId: failing.id, className: failing.claim.class, passed: false, wasTrusted };
  const enforcement = enforcementFor([...others, own], failing.claim.class);
  if (enforcement.kind === 'suspended') await excuseEarlier(network, from, trusted);
  return { isExcused: wasTrusted && enforcement.kind === 'suspended', enforcement };
};
