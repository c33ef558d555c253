/**
 * Invariants 5, 6, 7, 9 and 25 on samples: what would have come of the hour had one device been better, had it been two,
 * or had the devices been listed in another order. Each is one more division by the same rules.
 */
import { proRata } from '../../../shared/domain/amounts/pro-rata.ts';
import { classNamed } from '../../../shared/domain/rewards/classes.ts';
import { type DeviceReward, distributeHour, type EpochResult } from '../../../shared/domain/rewards/distribute.ts';
import { scoreOf } from '../../../shared/domain/rewards/score.ts';
import { standing, tierLevel } from '../../../shared/domain/tiers/tier.ts';
import { type BaseUnits, inBaseUnits } from '../../../shared/units/money.ts';
import { dayHours } from '../calendar.ts';
import { emissionOf } from '../closing.ts';
import type { Economy } from '../economy.ts';
import type { Inspector } from './inspector.ts';

type Weights = readonly { readonly id: string; readonly weight: bigint }[];

const shareOf = (pool: BaseUnits, weights: Weights, ids: readonly string[]): bigint =>
  proRata(pool, weights)
    .shares.filter(({ id }) => ids.includes(id))
    .reduce((sum, { amount }) => sum + amount, 0n);

/** The device with more of a score, and as two with half of it each. */
const checkOne = (one: DeviceReward, others: Weights, inspector: Inspector): void => {
  const { deviceId: id, score, pool, reward } = one;
  const more = shareOf(pool, [...others, { id, weight: score + score / 10n + 1n }], [id]);
  inspector.require(5, more >= reward, id, 'a higher score would have earned less', () => ({ reward, more }));
  const [left, right] = [`${id}.left`, `${id}.right`];
  const halves = [
    { id: left, weight: score / 2n },
    { id: right, weight: score - score / 2n },
  ];
  const split = shareOf(pool, [...others, ...halves], [left, right]);
  inspector.require(9, split <= reward, id, 'two halves would have earned more', () => ({ reward, split }));
};

const factorNames = ['weight', 'count', 'connBps', 'tierBps', 'rampBps', 'eligBps'] as const;

const checkFactors = (one: DeviceReward, inspector: Inspector): void => {
  for (const factor of factorNames) {
    const more = scoreOf({ ...one, [factor]: one[factor] + 1 });
    const score = scoreOf(one);
    inspector.require(6, more >= score, one.deviceId, `more ${factor} would have scored less`, () => ({ score, more }));
  }
};

const checkTier = ({ deviceById }: Economy, { deviceId }: DeviceReward, inspector: Inspector): void => {
  const facts = deviceById.get(deviceId)?.tierFacts ?? null;
  if (facts === null) return;
  const level = tierLevel(standing(facts).tier);
  const better = [
    { ...facts, complianceLevel: 4 as const },
    { ...facts, qualityBps: Math.min(10_000, facts.qualityBps + 500) },
    { ...facts, staked: inBaseUnits(facts.staked + facts.required / 2n) },
  ];
  for (const each of better) {
    const raised = tierLevel(standing(each).tier);
    inspector.require(7, raised >= level, deviceId, 'better facts would have lowered the tier', () => ({
      level: BigInt(level),
      raised: BigInt(raised),
    }));
  }
};

/** As text, so that every factor of every device is compared. */
const textOf = (result: EpochResult): string =>
  JSON.stringify(result, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));

const checkOrder = (economy: Economy, result: EpochResult, inspector: Inspector): void => {
  const [enterprise, community] = result.pools;
  if (enterprise === undefined || community === undefined) throw new RangeError('a pool is missing');
  const again = distributeHour(
    {
      epoch: result.epoch,
      emission: emissionOf(economy, { number: economy.hour - 1 }),
      carriedIn: { enterprise: enterprise.carriedIn, community: community.carriedIn },
      devices: economy.trace.devices.toReversed(),
    },
    economy.parameters,
  );
  inspector.require(25, textOf(again) === textOf(result), 'all devices', 'another order had another result');
};

/** One device of each pool an hour, and the order once a day. */
export const checkSamples = (economy: Economy, inspector: Inspector): void => {
  const { trace, random, parameters, hour } = economy;
  const { result } = trace;
  if (result === null) throw new RangeError('the hour was not closed');
  for (const [at, { pool }] of result.pools.entries()) {
    const own = result.rewards.filter((each) => each.poolName === pool);
    const one = own[random.below(Math.max(1, own.length), 'sample', at, hour)];
    if (one === undefined || classNamed(one.class, parameters.classes).weightMilli === 0) continue;
    const others = own.filter((each) => each !== one).map(({ deviceId, score }) => ({ id: deviceId, weight: score }));
    checkOne(one, others, inspector);
    checkFactors(one, inspector);
    checkTier(economy, one, inspector);
  }
  if (hour % dayHours === 0) checkOrder(economy, result, inspector);
};
