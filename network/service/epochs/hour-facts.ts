/**
 * What the network saw of each device in an hour, gathered for the rules of rewards and tiers. It reads and counts; it
 * judges nothing.
 */

import type { ProofVerdict } from '../../../shared/contract/network/proofs.ts';
import {
  continuousMinutes,
  countMinutes,
  type HourMinutes,
  type MinuteMask,
  noMinutes,
  uptimeBps,
} from '../../../shared/domain/presence/minutes.ts';
import type { HourFacts } from '../../../shared/domain/rewards/eligibility.ts';
import { countedStake } from '../../../shared/domain/staking/position.ts';
import { connectivityTier } from '../../../shared/domain/tiers/connectivity.ts';
import { proofSpeedBps } from '../../../shared/domain/tiers/proof-speed.ts';
import { qualityBps, type Verification } from '../../../shared/domain/tiers/quality.ts';
import { type TierFacts, tierFor } from '../../../shared/domain/tiers/tier.ts';
import type { BaseUnits } from '../../../shared/units/money.ts';
import { readPosition } from '../../store/position.ts';
import type { Trx } from '../../store/transaction.ts';
import { complianceLevelOf } from '../accounts/compliance.ts';
import { type Device, requiredStakeOf } from '../devices/devices.ts';
import type { Network } from '../network.ts';
import type { Hour } from './hours.ts';
import type { ScoredDevice } from './scoring.ts';

/** Thirty days of network hours. */
const uptimeWindowHours = 720;
/** Seven days of verified hours stand for seven days of proofs. */
const sevenDaysHours = 168;

/** Presence in the hours that were whole ones for the device, oldest first, up to and including `hour`. */
const minutesUpTo = async (trx: Trx, device: Device, hour: Hour): Promise<HourMinutes[]> => {
  const rows = await trx
    .selectFrom('epochs')
    .leftJoin('presence', (join) =>
      join.onRef('presence.epoch', '=', 'epochs.number').on('presence.deviceId', '=', device.id),
    )
    .select(['epochs.servedMask', 'presence.minuteMask'])
    .where('epochs.number', '<=', hour.number)
    .where('epochs.number', '>', hour.number - uptimeWindowHours)
    .where('epochs.startsAt', '>=', device.registeredAt)
    .where('epochs.servedMask', '>', noMinutes)
    .orderBy('epochs.number')
    .execute();
  return rows.map(({ servedMask, minuteMask }) => ({ served: servedMask, present: minuteMask ?? noMinutes }));
};

/** The verdict of the newest proof that passed; null before the first. */
const lastPassed = async (trx: Trx, device: Device): Promise<ProofVerdict | null> => {
  const passed = await trx
    .selectFrom('challenges')
    .select('verdict')
    .where('deviceId', '=', device.id)
    .where('state', '=', 'passed')
    .orderBy('decidedAt', 'desc')
    .limit(1)
    .executeTakeFirst();
  return passed?.verdict ?? null;
};

const verificationOf = (device: Device, passed: ProofVerdict | null): Verification => {
  const isHardware = device.claim.kind === 'gpu' && !device.claim.isSoftware;
  if (isHardware && device.verifiedHours >= sevenDaysHours) return 'proofs_for_7_days';
  return passed === null ? 'none' : 'proofs';
};

/**
 * Facts of a device's tier at the end of an hour, or now for the open one.
 *
 * The benchmark part of quality is the speed of the last passed proof, which the network clocked itself: figures that a
 * device reports of itself are no evidence.
 */
export const tierFactsOf = async (
  trx: Trx,
  network: Pick<Network, 'parameters'>,
  device: Device,
  hour: Hour,
): Promise<
  TierFacts & { readonly ownerStaked: BaseUnits; readonly hours: readonly HourMinutes[]; readonly hasPassed: boolean }
> => {
  const hours = await minutesUpTo(trx, device, hour);
  const position = await readPosition(trx, device);
  const tests = await trx
    .selectFrom('linkTests')
    .select(['downMbps', 'upMbps'])
    .where('deviceId', '=', device.id)
    .where('at', '<', hour.endsAt)
    .orderBy('at', 'desc')
    .limit(12)
    .execute();
  const connection = connectivityTier(tests.toReversed());
  const uptime = uptimeBps(hours);
  const passed = await lastPassed(trx, device);
  const quality = qualityBps({
    benchmarkBps: passed === null ? 0 : proofSpeedBps(passed),
    verification: verificationOf(device, passed),
    connectivityTier: connection,
    uptimeBps: uptime,
  });
  return {
    complianceLevel: await complianceLevelOf(trx, device.accountId),
    qualityBps: quality,
    uptimeBps: uptime,
    connectivityTier: connection,
    staked: countedStake(position),
    ownerStaked: position.owner,
    required: requiredStakeOf(device.claim, network.parameters),
    hours,
    hasPassed: passed !== null,
  };
};

/** Minutes of an hour in which the device was heard. */
export const heardMinutes = async (trx: Trx, deviceId: string, epoch: number): Promise<MinuteMask> => {
  const row = await trx
    .selectFrom('presence')
    .select('minuteMask')
    .where('deviceId', '=', deviceId)
    .where('epoch', '=', epoch)
    .executeTakeFirst();
  return row?.minuteMask ?? noMinutes;
};

/** Proofs that were decided in an hour, whenever they were sent. */
export const proofsOf = async (
  trx: Trx,
  deviceId: string,
  epoch: number,
): Promise<{ asked: number; passed: number; exempt: number }> => {
  const rows = await trx
    .selectFrom('challenges')
    .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
    .where('deviceId', '=', deviceId)
    .where('decidedEpoch', '=', epoch)
    .groupBy('state')
    .execute();
  const count = (state: string): number => rows.find((row) => row.state === state)?.count ?? 0;
  return {
    asked: count('passed') + count('failed'),
    passed: count('passed'),
    exempt: count('exempt') + count('excused'),
  };
};

/** Everything the rules ask about one device in one hour. */
export const hourFactsOf = async (
  trx: Trx,
  network: Pick<Network, 'parameters'>,
  device: Device,
  hour: Hour,
): Promise<HourFacts> => {
  const tierFacts = await tierFactsOf(trx, network, device, hour);
  const heard = await heardMinutes(trx, device.id, hour.number);
  const proofs = await proofsOf(trx, device.id, hour.number);
  return {
    count: device.claim.count,
    connectivityTier: tierFacts.connectivityTier,
    tier: tierFor(tierFacts),
    verifiedHours: device.verifiedHours,
    continuousUptimeMinutes: continuousMinutes(tierFacts.hours),
    minutes: countMinutes(heard),
    proofsPassed: proofs.passed,
    proofsAsked: proofs.asked,
    // A device that failed a proof it was asked for is not excused by others that fell due while it was hired, and one
    // that never passed has shown nothing that could be taken as read.
    isExempt: tierFacts.hasPassed && proofs.exempt > 0 && proofs.passed === proofs.asked,
    staked: tierFacts.staked,
    ownerStaked: tierFacts.ownerStaked,
    required: tierFacts.required,
  };
};

/** Devices that the network saw in an hour. A device that was away the whole hour has no line in it. */
export const devicesSeenIn = (trx: Trx, hour: Hour): Promise<Device[]> =>
  trx
    .selectFrom('devices')
    .innerJoin('presence', 'presence.deviceId', 'devices.id')
    .selectAll('devices')
    .where('presence.epoch', '=', hour.number)
    .orderBy('devices.id')
    .execute();

export const asScoredDevice = (device: Device, hour: Hour, facts: HourFacts): ScoredDevice => ({
  deviceId: device.id,
  className: device.claim.class,
  isWhole: !hour.isPart && device.registeredAt <= hour.startsAt,
  facts,
});
