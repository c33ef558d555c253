/** A machine, or a card of it, as the network knows it: what it claims, what it showed, and where it stands. */

import { countMinutes } from '../../shared/domain/presence/minutes.ts';
import type { HourFacts } from '../../shared/domain/rewards/eligibility.ts';
import { isExemptHour } from '../../shared/domain/rewards/verified-hour.ts';
import type { Slash } from '../../shared/domain/slashing/slash.ts';
import { countedStake, type StakePosition } from '../../shared/domain/staking/position.ts';
import { type ConnectivityTier, connectivityTier, type LinkTest } from '../../shared/domain/tiers/connectivity.ts';
import { qualityBps } from '../../shared/domain/tiers/quality.ts';
import { standing, type TierFacts, type TierName } from '../../shared/domain/tiers/tier.ts';
import { verificationOf } from '../../shared/domain/tiers/verification.ts';
import type { BaseUnits } from '../../shared/units/money.ts';
import type { Machine } from './machine.ts';
import type { Account } from './operator.ts';
import type { Rental } from './rental.ts';
import type { UptimeWindow } from './uptime-window.ts';

export interface HourProofs {
  asked: number;
  passed: number;
  /** Fell due and were not asked for, or were excused. */
  exempt: number;
}

export interface Device {
  readonly id: string;
  /** For draws. */
  readonly stream: number;
  readonly machine: Machine;
  readonly owner: Account;
  /** As claimed. */
  readonly className: string;
  readonly count: number;
  readonly required: BaseUnits;
  /** The owner's offer to supporters. */
  readonly shareBps: number;
  /** How fast it proves, by the network's clock. */
  readonly speedBps: number;
  readonly joinedAt: number;
  /** Hour in which it left; null: it is there. */
  leftAt: number | null;
  position: StakePosition;
  readonly uptime: UptimeWindow;
  linkTests: LinkTest[];
  connectivity: ConnectivityTier;
  verifiedHours: number;
  hasPassed: boolean;
  /** Hour of the newest proof that passed; −1 before the first. */
  passedAt: number;
  failedInRow: number;
  /** Hours in a row in which it was asked and passed nothing. */
  failedHours: number;
  proofs: HourProofs;
  tierFacts: TierFacts | null;
  tier: TierName;
  /** What its tier opens. */
  opens: ReadonlySet<string>;
  rental: Rental | null;
  /** Hour in which the review was opened that is under way; null: none. */
  reviewedSince: number | null;
  /** Every slash of it, as it stands. */
  readonly slashes: Slash[];
  /** Accounts that ever earned on it. */
  readonly earners: Set<string>;
}

const countedTests = 12;

export const keepLinkTest = (device: Device, test: LinkTest): void => {
  device.linkTests = [...device.linkTests, test].slice(-countedTests);
  device.connectivity = connectivityTier(device.linkTests);
};

const tierFactsOf = (device: Device): TierFacts => {
  const { hasPassed, verifiedHours } = device;
  const uptimeBps = device.uptime.uptimeBps();
  return {
    complianceLevel: device.owner.compliance,
    qualityBps: qualityBps({
      benchmarkBps: hasPassed ? device.speedBps : 0,
      verification: verificationOf({ isHardware: true, hasPassed, verifiedHours }),
      connectivityTier: device.connectivity,
      uptimeBps,
    }),
    uptimeBps,
    connectivityTier: device.connectivity,
    staked: countedStake(device.position),
    required: device.required,
  };
};

const isSame = (facts: TierFacts, other: TierFacts | null): boolean =>
  other !== null &&
  facts.qualityBps === other.qualityBps &&
  facts.uptimeBps === other.uptimeBps &&
  facts.staked === other.staked &&
  facts.connectivityTier === other.connectivityTier;

/** Judges the tier anew; owner and required stake never change. */
const takeTier = (device: Device): void => {
  const facts = tierFactsOf(device);
  if (isSame(facts, device.tierFacts)) return;
  const { tier, ladder } = standing(facts);
  device.tierFacts = facts;
  device.tier = tier;
  device.opens = new Set(ladder.filter(({ isReached }) => isReached).flatMap(({ opens }) => opens));
};

/** What the rules ask about the device at the end of an hour; its tier is brought up to date for it. */
export const closeFacts = (device: Device): HourFacts => {
  takeTier(device);
  const { position, required, proofs, tier, machine } = device;
  return {
    count: device.count,
    connectivityTier: device.connectivity,
    tier,
    verifiedHours: device.verifiedHours,
    continuousUptimeMinutes: device.uptime.continuousMinutes(),
    minutes: countMinutes(machine.present),
    proofsPassed: proofs.passed,
    proofsAsked: proofs.asked,
    isExempt: isExemptHour({
      hasPassed: device.hasPassed,
      asked: proofs.asked,
      passed: proofs.passed,
      exempt: proofs.exempt,
    }),
    staked: countedStake(position),
    ownerStaked: position.owner,
    required,
  };
};
