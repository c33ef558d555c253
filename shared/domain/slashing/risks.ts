/**
 * What each offence would cost a holder today, for showing before coins are locked. Rounded up: a warning never says too
 * little.
 * Source: the network's rule set, section (e).
 */
import { type BaseUnits, inBaseUnits, noCoins } from '../../units/money.ts';
import { bpsOfRoundedUp } from '../amounts/bps.ts';
import { largerOf, smallerOf } from '../amounts/larger-and-smaller.ts';
import type { ParameterRecord } from '../parameters/record.ts';
import { countedStake, type StakePosition, supportersStake } from '../staking/position.ts';
import { type EarlierCases, noCases, type Offence, offenceBps, offenceRules } from './offences.ts';

export interface Risk {
  offence: Offence;
  /** Share of the device's whole stake. */
  bps: number;
  /** Base units that this holder would lose now. */
  loss: BaseUnits;
}

const lossOf = (position: StakePosition, holderId: string, slashed: BaseUnits): BaseUnits => {
  if (holderId === position.ownerId) return smallerOf(slashed, position.owner);
  const stake = position.supporters.find((held) => held.holderId === holderId)?.amount ?? noCoins;
  const rest = largerOf(noCoins, inBaseUnits(slashed - position.owner));
  if (rest === 0n || stake === 0n) return noCoins;
  // One unit above the floored part: any supporter may be the one who gets a unit of the dust.
  return smallerOf(stake, inBaseUnits((rest * stake) / supportersStake(position) + 1n));
};

/**
 * Losses of one holder for each offence that a device can commit, in the order O1 to O7. A validator's offence, O8, takes
 * validator stake and none of this.
 *
 * @param holderId  the owner, or a supporter; anyone else loses nothing
 * @param earlier  upheld cases against the device; an offence that is not named has none
 */
export const risksOf = (
  position: StakePosition,
  holderId: string,
  parameters: Pick<ParameterRecord, 'slashRates'>,
  earlier: Partial<Readonly<Record<Offence, EarlierCases>>> = {},
): Risk[] =>
  offenceRules
    .filter(({ stakeOf }) => stakeOf === 'device')
    .map(({ offence }) => {
      const bps = offenceBps(offence, earlier[offence] ?? noCases, parameters);
      const slashed = bpsOfRoundedUp(countedStake(position), bps);
      return { offence, bps, loss: lossOf(position, holderId, slashed) };
    });
