/**
 * Works a row out again from its own facts and the manifest's numbers, and says of each key what should stand there.
 * What a row's facts do not tell (the owner's half of the stake, verified hours, uptime) is given the benefit of the
 * doubt: it is the owner who can see that it is wrong.
 * Source: the network's rule set, sections (a) to (d).
 */
import { inBaseUnits } from '../../units/money.ts';
import { classNamed, type PoolName, type RewardClass } from '../rewards/classes.ts';
import { connBps, eligBps, failedGate, type Gate, gates, type HourFacts, rampBps } from '../rewards/eligibility.ts';
import { scoreOf } from '../rewards/score.ts';
import { mostShareBps } from '../staking/offers.ts';
import { requiredStake } from '../staking/required.ts';
import type { ConnectivityTier } from '../tiers/connectivity.ts';
import { type ComplianceLevel, tierFactorBps, tierFor, tierLevel } from '../tiers/tier.ts';
import type { Manifest } from './manifest.ts';
import { type RewardRules, rewardRulesOf } from './parameters.ts';
import { type ReleaseReason, type ReleaseRow, type RowKey, unlistedName } from './row.ts';

export interface RowMismatch {
  readonly key: RowKey;
  readonly expected: string;
  readonly found: string;
}

/** Everything of a manifest that rows are worked out from. */
export interface HourBasis {
  readonly blockId: string;
  readonly isPart: boolean;
  readonly version: number;
  readonly rules: RewardRules;
  readonly classes: ReadonlyMap<string, RewardClass>;
  readonly pools: ReadonlyMap<PoolName, { readonly available: bigint; readonly scoreSum: bigint }>;
}

export const hourBasis = ({ block_id, hour, parameters, pools }: Manifest): HourBasis => {
  const rules = rewardRulesOf(parameters);
  return {
    blockId: block_id,
    isPart: hour.is_part,
    version: parameters.version,
    rules,
    classes: new Map(rules.classes.map((each) => [each.name, each])),
    pools: new Map(
      pools.map(({ pool, minted, carried_in, score_sum }) => [
        pool,
        { available: BigInt(minted) + BigInt(carried_in), scoreSum: BigInt(score_sum) },
      ]),
    ),
  };
};

/** Gates of which a row does not tell everything. */
const halfSeen: ReadonlySet<Gate> = new Set(['stake', 'verified_hours', 'uptime']);
const rampSteps = 168;
const ramps = Array.from({ length: rampSteps + 1 }, (_, step) => rampBps(12 + step));
const nearestRamp = (ramp: number): number => ramps.findLast((each) => each <= ramp) ?? 5_000;

/** The hour as the row tells it, with the best that could be true of what it does not tell. */
const bestFacts = (row: ReleaseRow, { rules }: HourBasis): HourFacts => ({
  count: row.count,
  connectivityTier: row.conn_tier as ConnectivityTier,
  tier: row.tier,
  verifiedHours: rules.verifiedHoursNeeded,
  continuousUptimeMinutes: rules.uptimeMinutesNeeded,
  minutes: row.uptime_min,
  proofsPassed: row.pow_pass,
  proofsAsked: row.pow_total,
  isExempt: row.exempt,
  staked: inBaseUnits(BigInt(row.stake)),
  ownerStaked: inBaseUnits(BigInt(row.stake)),
  required: inBaseUnits(BigInt(row.required)),
});

const couldFail = (gate: Gate, row: ReleaseRow, { rules }: HourBasis): boolean => {
  if (!halfSeen.has(gate) || (rules.droppedGates as readonly string[]).includes(gate)) return false;
  // A ramp above its start is that of a device with hours enough.
  return gate !== 'verified_hours' || row.ramp <= rampBps(rules.verifiedHoursNeeded - 1);
};

/** Reasons that can be true of a row; null: it may have been paid. */
const possibleReasons = (row: ReleaseRow, basis: HourBasis, weightMilli: number): (ReleaseReason | null)[] => {
  if (basis.isPart) return ['part_hour'];
  const seen = failedGate(bestFacts(row, basis), weightMilli, basis.rules);
  const before = seen === null ? gates : gates.slice(0, gates.indexOf(seen));
  return [seen, ...before.filter((gate) => couldFail(gate, row, basis)), 'joined_this_hour'];
};

const bestTier = (row: ReleaseRow): ReleaseRow['tier'] =>
  tierFor({
    complianceLevel: row.c_level as ComplianceLevel,
    qualityBps: row.q_score,
    uptimeBps: 10_000,
    connectivityTier: row.conn_tier as ConnectivityTier,
    staked: inBaseUnits(BigInt(row.stake)),
    required: inBaseUnits(BigInt(row.required)),
  });

const scoreFor = (row: ReleaseRow, weightMilli: number): bigint =>
  row.reason === null
    ? scoreOf({
        weight: weightMilli,
        count: row.count,
        connBps: connBps(row.conn_tier as ConnectivityTier),
        tierBps: tierFactorBps(row.tier),
        rampBps: row.ramp,
        eligBps: row.elig,
      })
    : 0n;

/** ⌊pool · score ÷ sum⌋ with the sum that the manifest gives; whether it is the sum of all rows is looked at apart. */
const rewardFor = (row: ReleaseRow, { pools }: HourBasis): bigint => {
  const pool = pools.get(row.pool);
  return pool === undefined || pool.scoreSum === 0n ? 0n : (pool.available * BigInt(row.score)) / pool.scoreSum;
};

/**
 * Each key is worked out from the keys before it as they stand, so that one false number is told once, and not again in
 * everything that follows from it.
 *
 * @returns in the order in which one follows from the other; empty when all of it is right
 */
export const rowMismatches = (row: ReleaseRow, basis: HourBasis): RowMismatch[] => {
  const wrong: RowMismatch[] = [];
  const check = (key: RowKey, expected: string | number | bigint): void => {
    if (String(row[key]) !== String(expected)) wrong.push({ key, expected: String(expected), found: String(row[key]) });
  };
  const refute = (key: RowKey, isRight: boolean, expected: string): void => {
    if (!isRight) wrong.push({ key, expected, found: String(row[key]) });
  };
  check('block_id', basis.blockId);
  check('params_version', basis.version);
  const listed = basis.classes.get(row.class);
  refute('class', listed !== undefined || row.class === unlistedName, unlistedName);
  const { weightMilli, pool } = listed ?? classNamed(row.class, []);
  check('pool', pool);
  check('required', requiredStake(weightMilli, row.count, basis.rules));
  const best = bestTier(row);
  refute('tier', tierLevel(row.tier) <= tierLevel(best), best);
  refute('pow_pass', row.pow_pass <= row.pow_total, String(row.pow_total));
  check('elig', eligBps(bestFacts(row, basis), basis.rules));
  check('ramp', nearestRamp(row.ramp));
  const reasons = possibleReasons(row, basis, weightMilli);
  refute('reason', reasons.includes(row.reason), String(reasons[0]));
  check('score', scoreFor(row, weightMilli));
  check('reward', rewardFor(row, basis));
  check('owner_part', BigInt(row.reward) - BigInt(row.supporters_part));
  const mostForSupporters = (BigInt(row.reward) * BigInt(mostShareBps)) / 10_000n;
  refute('supporters_part', BigInt(row.supporters_part) <= mostForSupporters, String(mostForSupporters));
  return wrong;
};
