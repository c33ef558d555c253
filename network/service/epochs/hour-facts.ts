/**
 * What the rules of rewards and tiers ask about a device, from what the network saw of it. It reads nothing and judges
 * nothing itself.
 */
import { countMinutes } from '../../../shared/domain/presence/minutes.ts';
import { uptimeBps } from '../../../shared/domain/presence/uptime.ts';
import type { HourFacts } from '../../../shared/domain/rewards/eligibility.ts';
import { isExemptHour } from '../../../shared/domain/rewards/verified-hour.ts';
import { connectivityTier } from '../../../shared/domain/tiers/connectivity.ts';
import { qualityBps, type Verification } from '../../../shared/domain/tiers/quality.ts';
import { type TierFacts, tierFor } from '../../../shared/domain/tiers/tier.ts';
import { verificationOf } from '../../../shared/domain/tiers/verification.ts';
import { type Device, requiredStakeOf } from '../devices/devices.ts';
import type { Network } from '../network.ts';
import type { Hour } from './hours.ts';
import type { ScoredDevice } from './scoring.ts';
import type { Sighting } from './sightings.ts';

const verificationNow = ({ claim, verifiedHours, proofSpeedBps }: Device): Verification =>
  verificationOf({
    isHardware: claim.kind === 'gpu' && !claim.isSoftware,
    hasPassed: proofSpeedBps !== null,
    verifiedHours,
  });

/**
 * Facts of a device's tier at the end of an hour, or now for the open one.
 *
 * The benchmark part of quality is the speed of the last passed proof, which the network clocked itself: figures that a
 * device reports of itself are no evidence.
 */
export const tierFactsOf = (seen: Sighting, { parameters }: Pick<Network, 'parameters'>): TierFacts => {
  const { device, complianceLevel, linkTests, staked } = seen;
  const connection = connectivityTier(linkTests);
  const uptime = uptimeBps(seen.uptime);
  return {
    complianceLevel,
    qualityBps: qualityBps({
      benchmarkBps: device.proofSpeedBps ?? 0,
      verification: verificationNow(device),
      connectivityTier: connection,
      uptimeBps: uptime,
    }),
    uptimeBps: uptime,
    connectivityTier: connection,
    staked,
    required: requiredStakeOf(device.claim, parameters),
  };
};

/** Everything the rules ask about one device in one hour. */
export const hourFactsOf = (seen: Sighting, network: Pick<Network, 'parameters'>): HourFacts => {
  const { device, proofs, staked, ownerStaked } = seen;
  const tierFacts = tierFactsOf(seen, network);
  return {
    count: device.claim.count,
    connectivityTier: tierFacts.connectivityTier,
    tier: tierFor(tierFacts),
    verifiedHours: device.verifiedHours,
    continuousUptimeMinutes: seen.uptime.continuousMinutes,
    minutes: countMinutes(seen.heard),
    proofsPassed: proofs.passed,
    proofsAsked: proofs.asked,
    isExempt: isExemptHour({ hasPassed: device.proofSpeedBps !== null, ...proofs }),
    staked,
    ownerStaked,
    required: tierFacts.required,
  };
};

export const asScoredDevice = ({ device }: Sighting, hour: Hour, facts: HourFacts): ScoredDevice => ({
  deviceId: device.id,
  className: device.claim.class,
  isWhole: !hour.isPart && device.registeredAt <= hour.startsAt,
  facts,
});
