/**
 * The score of a device in an hour: six factors, multiplied as whole numbers and divided once.
 * Source: the network's rule set, section (c).
 */
import type { ParameterRecord } from '../parameters/record.ts';
import { tierFactorBps } from '../tiers/tier.ts';
import type { RewardClass } from './classes.ts';
import { connBps, eligBps, failedGate, type Gate, type HourFacts, rampBps } from './eligibility.ts';

/** Whole numbers: thousandths, cards, then bps. */
export interface ScoreFactors {
  readonly weight: number;
  readonly count: number;
  readonly connBps: number;
  readonly tierBps: number;
  readonly rampBps: number;
  readonly eligBps: number;
}

const divisor = 10n ** 13n;

/** ⌊weight · count · conn · tier · ramp · elig ÷ 10^13⌋ */
export const scoreOf = (factors: ScoreFactors): bigint =>
  (BigInt(factors.weight) *
    BigInt(factors.count) *
    BigInt(factors.connBps) *
    BigInt(factors.tierBps) *
    BigInt(factors.rampBps) *
    BigInt(factors.eligBps)) /
  divisor;

export interface DeviceScore {
  readonly factors: ScoreFactors;
  /** 0 when a gate failed. */
  readonly score: bigint;
  readonly ineligible: Gate | null;
}

/** Every factor of a device's hour, also when a gate failed, so that its owner sees what the hour would have counted. */
export const scoreHour = (facts: HourFacts, deviceClass: RewardClass, parameters: ParameterRecord): DeviceScore => {
  const ineligible = failedGate(facts, deviceClass.weightMilli, parameters);
  const factors = {
    weight: deviceClass.weightMilli,
    count: facts.count,
    connBps: connBps(facts.connectivityTier),
    tierBps: tierFactorBps(facts.tier),
    rampBps: rampBps(facts.verifiedHours),
    eligBps: eligBps(facts, parameters),
  };
  return { factors, score: ineligible === null ? scoreOf(factors) : 0n, ineligible };
};
