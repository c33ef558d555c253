/**
 * Closes a network hour: each pool's coins over its devices by score. Coins that no device earns stay in the pool for
 * its next hour. The result depends on the set of devices, never on their order.
 * Source: the network's rule set, section (c).
 */
import { type BaseUnits, inBaseUnits, noCoins } from '../../units/money.ts';
import { byId, proRata } from '../amounts/pro-rata.ts';
import type { ParameterRecord } from '../parameters/record.ts';
import { classNamed, type PoolName, poolNames } from './classes.ts';
import type { Gate, HourFacts } from './eligibility.ts';
import { poolShares } from './emission.ts';
import { type ScoreFactors, scoreHour } from './score.ts';

/** A device that was registered in the hour, with what the network saw of it. */
export interface HourDevice {
  readonly deviceId: string;
  /** Name of its class; one that the record does not list earns nothing. */
  readonly className: string;
  readonly facts: HourFacts;
}

export type PoolCarry = Readonly<Record<PoolName, BaseUnits>>;

export interface PoolHour {
  readonly pool: PoolName;
  readonly minted: BaseUnits;
  readonly carriedIn: BaseUnits;
  readonly paid: BaseUnits;
  /** Dust, or everything when no device was eligible. Always minted + carriedIn − paid. */
  readonly carriedOut: BaseUnits;
  readonly scoreSum: bigint;
}

/** One device's hour with every factor, as the network used it. */
export interface DeviceReward extends ScoreFactors {
  readonly epoch: number;
  readonly deviceId: string;
  readonly class: string;
  readonly poolName: PoolName;
  /** All that the pool had to give: minted and carried in. */
  readonly pool: BaseUnits;
  readonly score: bigint;
  readonly scoreSum: bigint;
  readonly reward: BaseUnits;
  readonly proofsPassed: number;
  readonly proofsAsked: number;
  readonly minutes: number;
  /** The first gate that failed; null when none did. */
  readonly ineligible: Gate | null;
}

export interface EpochResult {
  readonly epoch: number;
  readonly emission: BaseUnits;
  readonly pools: readonly PoolHour[];
  /** In order of device id. */
  readonly rewards: readonly DeviceReward[];
}

export const emptyCarry: PoolCarry = { enterprise: noCoins, community: noCoins };

/**
 * Rewards of one hour.
 *
 * @param hour  `emission` from `hourEmission`; `carriedIn` from the hour before, `emptyCarry` for the first; device ids
 *   must be distinct
 */
export const distributeHour = (
  hour: {
    readonly epoch: number;
    readonly emission: BaseUnits;
    readonly carriedIn: PoolCarry;
    readonly devices: readonly HourDevice[];
  },
  parameters: ParameterRecord,
): EpochResult => {
  const minted = poolShares(hour.emission, parameters);
  const scored = hour.devices.map((device) => {
    const deviceClass = classNamed(device.className, parameters.classes);
    return { device, deviceClass, ...scoreHour(device.facts, deviceClass, parameters) };
  });
  const closed = poolNames.map((pool) => {
    const members = scored.filter(({ deviceClass }) => deviceClass.pool === pool);
    const available = inBaseUnits(minted[pool] + hour.carriedIn[pool]);
    const division = proRata(
      available,
      members.map(({ device, score }) => ({ id: device.deviceId, weight: score })),
    );
    const paidTo = new Map(division.shares.map(({ id, amount }) => [id, amount]));
    const rewards = members.map(
      ({ device, factors, score, ineligible }): DeviceReward => ({
        epoch: hour.epoch,
        deviceId: device.deviceId,
        class: device.className,
        poolName: pool,
        pool: available,
        ...factors,
        score,
        scoreSum: division.weightSum,
        reward: paidTo.get(device.deviceId) ?? noCoins,
        proofsPassed: device.facts.proofsPassed,
        proofsAsked: device.facts.proofsAsked,
        minutes: device.facts.minutes,
        ineligible,
      }),
    );
    const poolHour: PoolHour = {
      pool,
      minted: minted[pool],
      carriedIn: hour.carriedIn[pool],
      paid: inBaseUnits(available - division.dust),
      carriedOut: division.dust,
      scoreSum: division.weightSum,
    };
    return { poolHour, rewards };
  });
  return {
    epoch: hour.epoch,
    emission: hour.emission,
    pools: closed.map(({ poolHour }) => poolHour),
    rewards: closed
      .flatMap(({ rewards }) => rewards)
      .toSorted((left, right) => byId({ id: left.deviceId }, { id: right.deviceId })),
  };
};

/** What the pools of a closed hour hand to their next. */
export const carryOf = ({ pools }: EpochResult): PoolCarry => ({
  ...emptyCarry,
  ...Object.fromEntries(pools.map(({ pool, carriedOut }) => [pool, carriedOut])),
});
