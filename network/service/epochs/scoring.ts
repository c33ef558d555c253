/**
 * The lines of an hour from what the network saw in it, and nothing else: the same input gives the same bytes, today and
 * when somebody works the hour out again. It reads and writes nothing.
 */
import type { ParameterRecord } from '../../../shared/domain/parameters/record.ts';
import { classNamed } from '../../../shared/domain/rewards/classes.ts';
import { distributeHour, type PoolCarry, type PoolHour } from '../../../shared/domain/rewards/distribute.ts';
import type { HourFacts } from '../../../shared/domain/rewards/eligibility.ts';
import { scoreHour } from '../../../shared/domain/rewards/score.ts';
import { type BaseUnits, inBaseUnits, noCoins } from '../../../shared/units/money.ts';
import type { ClosedReward } from '../../store/tables/epochs.ts';

/** One device that was seen in the hour. */
export interface ScoredDevice {
  readonly deviceId: string;
  readonly className: string;
  /** The whole hour was there to be earned: a full hour, and the device registered before it began. */
  readonly isWhole: boolean;
  readonly facts: HourFacts;
}

interface HourInput {
  readonly epoch: number;
  readonly isPart: boolean;
  readonly emission: BaseUnits;
  readonly carriedIn: PoolCarry;
  readonly devices: readonly ScoredDevice[];
}

/** What a device would have counted in an hour that was no whole one for it. */
const outsideLine = (
  { epoch, isPart }: HourInput,
  { deviceId, className, facts }: ScoredDevice,
  pools: readonly PoolHour[],
  parameters: ParameterRecord,
): ClosedReward => {
  const deviceClass = classNamed(className, parameters.classes);
  const pool = pools.find((candidate) => candidate.pool === deviceClass.pool);
  return {
    epoch,
    deviceId,
    class: deviceClass.name,
    poolName: deviceClass.pool,
    pool: inBaseUnits((pool?.minted ?? 0n) + (pool?.carriedIn ?? 0n)),
    ...scoreHour(facts, deviceClass, parameters).factors,
    score: 0n,
    scoreSum: pool?.scoreSum ?? 0n,
    reward: noCoins,
    proofsPassed: facts.proofsPassed,
    proofsAsked: facts.proofsAsked,
    minutes: facts.minutes,
    ineligible: isPart ? 'part_hour' : 'joined_this_hour',
  };
};

/** @returns one line for each device, those of whole hours first, each in order of device id */
export const scoreEpoch = (
  input: HourInput,
  parameters: ParameterRecord,
): { pools: readonly PoolHour[]; lines: ClosedReward[] } => {
  const { epoch, emission, carriedIn, devices } = input;
  const whole = devices.filter(({ isWhole }) => isWhole);
  const { pools, rewards } = distributeHour({ epoch, emission, carriedIn, devices: whole }, parameters);
  const outside = devices
    .filter(({ isWhole }) => !isWhole)
    .toSorted((left, right) => (left.deviceId < right.deviceId ? -1 : 1))
    .map((device) => outsideLine(input, device, pools, parameters));
  return { pools, lines: [...rewards, ...outside] };
};
