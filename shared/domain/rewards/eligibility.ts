/**
 * Whether a device may earn in an hour, the first reason why not, and how much of the hour counts. It judges reported
 * facts; it collects none.
 * Source: the network's rule set, section (c).
 */
import type { BaseUnits } from '../../units/money.ts';
import { wholeBps } from '../amounts/bps.ts';
import type { DroppableGate, ParameterRecord } from '../parameters/record.ts';
import type { ConnectivityTier } from '../tiers/connectivity.ts';
import { type TierName, tierLevel } from '../tiers/tier.ts';

/** What must hold before a device earns, in the order in which the first failure is named. */
export const gates = ['class', 'minutes', 'proofs', 'stake', 'tier', 'verified_hours', 'uptime'] as const;
export type Gate = (typeof gates)[number];

/** One device in one closed network hour. */
export interface HourFacts {
  readonly count: number;
  readonly connectivityTier: ConnectivityTier;
  readonly tier: TierName;
  /** Hours in which the device passed verification, ever. */
  readonly verifiedHours: number;
  /** Network minutes of continuous uptime at the end of the hour; a restart begins again at 0. */
  readonly continuousUptimeMinutes: number;
  /** Minutes of the hour in which a heartbeat arrived, 0..60. */
  readonly minutes: number;
  readonly proofsPassed: number;
  /** 0 or more; never below `proofsPassed`. */
  readonly proofsAsked: number;
  /** Hired, or head of a cluster: such a device is not asked for proofs and loses nothing for missing ones. */
  readonly isExempt: boolean;
  /** Stake that counts, owner's and supporters'; cooling stake does not. */
  readonly staked: BaseUnits;
  /** The owner's part of it. */
  readonly ownerStaked: BaseUnits;
  readonly required: BaseUnits;
}

/** What the gates ask of a parameter record. */
export type GateParameters = Pick<
  ParameterRecord,
  'droppedGates' | 'minutesNeeded' | 'proofsNeeded' | 'verifiedHoursNeeded' | 'uptimeMinutesNeeded'
>;

const hourMinutes = 60;

const passesGate: Readonly<
  Record<Gate, (facts: HourFacts, weightMilli: number, parameters: GateParameters) => boolean>
> = {
  class: (_facts, weightMilli) => weightMilli > 0,
  minutes: ({ minutes }, _weight, { minutesNeeded }) => minutes >= minutesNeeded,
  proofs: ({ isExempt, proofsPassed }, _weight, { proofsNeeded }) => isExempt || proofsPassed >= proofsNeeded,
  // Supporters may carry a device half of the way; the owner carries the other half alone, also after a slash.
  stake: ({ staked, ownerStaked, required }) => staked >= required && ownerStaked * 2n >= required,
  // Every tier above unranked asks for connectivity 1, so a device without it is unranked whatever it was given.
  tier: ({ tier, connectivityTier }) => tierLevel(tier) >= 1 && connectivityTier >= 1,
  verified_hours: ({ verifiedHours }, _weight, { verifiedHoursNeeded }) => verifiedHours >= verifiedHoursNeeded,
  uptime: ({ continuousUptimeMinutes }, _weight, { uptimeMinutesNeeded }) =>
    continuousUptimeMinutes >= uptimeMinutesNeeded,
};

/**
 * The first gate that the device failed.
 *
 * @param weightMilli  of its class; 0 when the record lists none
 * @returns null when the device is eligible
 */
export const failedGate = (facts: HourFacts, weightMilli: number, parameters: GateParameters): Gate | null => {
  const dropped: readonly string[] = parameters.droppedGates satisfies readonly DroppableGate[];
  return gates.find((gate) => !dropped.includes(gate) && !passesGate[gate](facts, weightMilli, parameters)) ?? null;
};

/**
 * Share of the hour that counts: minutes present, times proofs passed of those asked. An exempt device counts by minutes
 * alone.
 *
 * @returns bps, 0..10,000; 0 below the record's least number of passed proofs
 */
export const eligBps = (
  facts: Pick<HourFacts, 'minutes' | 'proofsPassed' | 'proofsAsked' | 'isExempt'>,
  { proofsNeeded }: Pick<ParameterRecord, 'proofsNeeded'>,
): number => {
  if (facts.isExempt) return Math.floor((wholeBps * facts.minutes) / hourMinutes);
  if (facts.proofsAsked === 0 || facts.proofsPassed < proofsNeeded) return 0;
  return Math.floor((wholeBps * facts.proofsPassed * facts.minutes) / (facts.proofsAsked * hourMinutes));
};

const rampStartsAtHour = 12;
const rampHours = 168;

/** Trust grown with verified hours: 5,000 bps up to hour 12, then evenly to 10,000 at hour 180. */
export const rampBps = (verifiedHours: number): number => {
  const grown = Math.min(Math.max(verifiedHours - rampStartsAtHour, 0), rampHours);
  return 5_000 + Math.floor((5_000 * grown) / rampHours);
};

/** 25 bps above the whole per connectivity tier; 0 without a connection that reaches tier 1. */
export const connBps = (tier: ConnectivityTier): number => (tier === 0 ? 0 : wholeBps + 25 * tier);
