/**
 * How many coins a device must have at stake, and how many it may have.
 * Source: the network's rule set, section (d).
 */
import { type BaseUnits, inBaseUnits } from '../../units/money.ts';
import type { ParameterRecord } from '../parameters/record.ts';

const referenceWeight = 1_000;

/** ⌊unit · max(1000, weight) · count ÷ 1000⌋: 200 IO per card of the reference weight, more for heavier cards. */
export const requiredStake = (
  weightMilli: number,
  count: number,
  parameters: Pick<ParameterRecord, 'requiredStakeUnit'>,
): BaseUnits =>
  inBaseUnits(
    (parameters.requiredStakeUnit * BigInt(Math.max(referenceWeight, weightMilli)) * BigInt(count)) /
      BigInt(referenceWeight),
  );

/** Most that may be staked on a device, owner and supporters together. */
export const stakeCapacity = (required: BaseUnits, parameters: ParameterRecord): BaseUnits =>
  inBaseUnits(required * BigInt(parameters.capacityTimesRequired));
