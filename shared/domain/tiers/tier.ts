/**
 * T = min(C, Q, S): the tier of a device from its owner's compliance, its quality and its stake, and what the next step
 * asks. It decides nothing about rewards beyond each tier's factor.
 * Source: the network's rule set, section (b).
 */
import type { BaseUnits } from '../../units/money.ts';
import { wholeBps } from '../amounts/bps.ts';
import type { ParameterRecord } from '../parameters/record.ts';
import type { ConnectivityTier } from './connectivity.ts';
import { type requirementKinds, tierNames } from './tier-names.ts';

export type TierName = (typeof tierNames)[number];
export type RequirementKind = (typeof requirementKinds)[number];
/** 0 nothing; 1 wallet proof, signed terms, sanctions screen; 2 identity; 3 identity and address, or company; 4 company with a security audit. */
export type ComplianceLevel = 0 | 1 | 2 | 3 | 4;

export interface TierFacts {
  readonly complianceLevel: ComplianceLevel;
  /** From `qualityBps`. */
  readonly qualityBps: number;
  readonly uptimeBps: number;
  readonly connectivityTier: ConnectivityTier;
  readonly staked: BaseUnits;
  readonly required: BaseUnits;
}

/** `has` and `needs` share a unit: level, hundredths of a point, bps, level, base units. */
export interface Requirement {
  kind: RequirementKind;
  has: bigint;
  needs: bigint;
  isMet: boolean;
}

export interface TierStep {
  tier: TierName;
  factorBps: number;
  opens: string[];
  isReached: boolean;
  requirements: Requirement[];
}

export interface TierStanding {
  tier: TierName;
  /** Every step above unranked, lowest first. */
  ladder: TierStep[];
}

interface TierRule {
  readonly tier: TierName;
  readonly compliance: number;
  readonly qualityBps: number;
  readonly uptimeBps: number;
  readonly connectivityTier: number;
  /** Share of the required stake. */
  readonly stakeBps: number;
  readonly factorBps: number;
  readonly opens: readonly string[];
}

const rules: readonly TierRule[] = [
  {
    tier: 'bronze',
    compliance: 1,
    qualityBps: 4_000,
    uptimeBps: 9_000,
    connectivityTier: 1,
    stakeBps: 10_000,
    factorBps: 10_000,
    opens: ['rewards', 'public_jobs'],
  },
  {
    tier: 'silver',
    compliance: 2,
    qualityBps: 6_000,
    uptimeBps: 9_500,
    connectivityTier: 2,
    stakeBps: 15_000,
    factorBps: 10_500,
    opens: ['clusters', 'supporters'],
  },
  {
    tier: 'gold',
    compliance: 3,
    qualityBps: 7_500,
    uptimeBps: 9_800,
    connectivityTier: 3,
    stakeBps: 20_000,
    factorBps: 11_000,
    opens: ['confidential_jobs', 'validator_candidacy', 'daily_payout'],
  },
  {
    tier: 'platinum',
    compliance: 4,
    qualityBps: 9_000,
    uptimeBps: 9_900,
    connectivityTier: 4,
    stakeBps: 30_000,
    factorBps: 12_000,
    opens: ['bare_metal', 'reserved_contracts', 'enterprise_contracts'],
  },
];

/** Rounds up: S floors, so the least stake whose S reaches the step is the share rounded up. */
const stakeNeeded = (required: BaseUnits, stakeBps: number): bigint =>
  (required * BigInt(stakeBps) + BigInt(wholeBps - 1)) / BigInt(wholeBps);

const requirement = (kind: RequirementKind, has: number | bigint, needs: number | bigint): Requirement => ({
  kind,
  has: BigInt(has),
  needs: BigInt(needs),
  isMet: has >= needs,
});

const step = (facts: TierFacts, rule: TierRule): TierStep => {
  const requirements = [
    requirement('compliance', facts.complianceLevel, rule.compliance),
    requirement('quality', facts.qualityBps, rule.qualityBps),
    requirement('uptime', facts.uptimeBps, rule.uptimeBps),
    requirement('connectivity', facts.connectivityTier, rule.connectivityTier),
    requirement('stake', facts.staked, stakeNeeded(facts.required, rule.stakeBps)),
  ];
  return {
    tier: rule.tier,
    factorBps: rule.factorBps,
    opens: [...rule.opens],
    isReached: requirements.every(({ isMet }) => isMet),
    requirements,
  };
};

/** The tier and every step above unranked with what it asks: each requirement that is not met is what is missing. */
export const standing = (facts: TierFacts): TierStanding => {
  const ladder = rules.map((rule) => step(facts, rule));
  return { tier: ladder.findLast(({ isReached }) => isReached)?.tier ?? 'unranked', ladder };
};

/** The tier alone. */
export const tierFor = (facts: TierFacts): TierName => standing(facts).tier;

/** 0 unranked .. 4 platinum. */
export const tierLevel = (tier: TierName): number => tierNames.indexOf(tier);

/** The tier of a level, as `tierLevel` counts them. */
export const tierAt = (level: number): TierName => tierNames[level] ?? 'unranked';

/** Whether a tier, or one below it, opens something: `public_jobs`, `supporters`. */
export const tierOpens = (tier: TierName, what: string): boolean =>
  rules.some((rule) => tierLevel(rule.tier) <= tierLevel(tier) && rule.opens.includes(what));

/** What a tier multiplies a score by; 0 for unranked. */
export const tierFactorBps = (tier: TierName): number => rules.find((rule) => rule.tier === tier)?.factorBps ?? 0;

const dailyPayoutHours = 24;

/** Network hours between payouts: the record's, and from gold on a day at most. */
export const payoutEveryHoursFor = (tier: TierName, parameters: ParameterRecord): number =>
  tierLevel(tier) >= tierLevel('gold')
    ? Math.min(dailyPayoutHours, parameters.payoutEveryHours)
    : parameters.payoutEveryHours;
