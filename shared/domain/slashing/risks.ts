/**
 * What each offence would cost a holder today, for showing before coins are locked. Rounded up: a warning never says too
 * little.
 * Source: the network's rule set, section (e).
 */
import { type BaseUnits, inBaseUnits, noCoins } from '../../units/money.ts';
import { bpsOfRoundedUp } from '../amounts/bps.ts';
import { largerOf, smallerOf } from '../amounts/larger-and-smaller.ts';
import type { ParameterRecord } from '../parameters/record.ts';
import { countedStake, heldBy, type StakePosition } from '../staking/position.ts';
import { type EarlierCases, noCases, type Offence, offenceBps, offenceRules } from './offences.ts';

export interface Risk {
  offence: Offence;
  /** Share of the device's whole stake. */
  bps: number;
  /** Base units that this holder would lose now. */
  loss: BaseUnits;
}

/**
 * What one supporter loses by a slash of a device's stake: the owner pays first, supporters what is left, by stake.
 *
 * @param stake.staked  owner and supporters together
 * @param stake.held  the supporter's
 */
export const supportersLoss = (
  { ownStaked, staked, held }: { readonly ownStaked: BaseUnits; readonly staked: BaseUnits; readonly held: BaseUnits },
  slashed: BaseUnits,
): BaseUnits => {
  const rest = largerOf(noCoins, inBaseUnits(slashed - ownStaked));
  if (rest === 0n || held === 0n) return noCoins;
  // One unit above the floored part: any supporter may be the one who gets a unit of the dust.
  return smallerOf(held, inBaseUnits((rest * held) / (staked - ownStaked) + 1n));
};

const lossOf = (position: StakePosition, holderId: string, slashed: BaseUnits): BaseUnits => {
  if (holderId === position.ownerId) return smallerOf(slashed, position.owner);
  const stake = { ownStaked: position.owner, staked: countedStake(position), held: heldBy(position, holderId) };
  return supportersLoss(stake, slashed);
};

/**
 * What each offence that a device can commit would cost it now, in the order O1 to O7. A validator's offence, O8, takes
 * validator stake and none of this.
 *
 * @param earlier  upheld cases against the device; an offence that is not named has none
 * @returns shares of the device's whole stake, in bps
 */
export const sharesOf = (
  parameters: Pick<ParameterRecord, 'slashRates'>,
  earlier: Partial<Readonly<Record<Offence, EarlierCases>>> = {},
): { offence: Offence; bps: number }[] =>
  offenceRules
    .filter(({ stakeOf }) => stakeOf === 'device')
    .map(({ offence }) => ({ offence, bps: offenceBps(offence, earlier[offence] ?? noCases, parameters) }));

/**
 * Losses of one holder for each offence that a device can commit, in the order O1 to O7.
 *
 * @param holderId  the owner, or a supporter; anyone else loses nothing
 * @param earlier  as for `sharesOf`
 */
export const risksOf = (
  position: StakePosition,
  holderId: string,
  parameters: Pick<ParameterRecord, 'slashRates'>,
  earlier: Partial<Readonly<Record<Offence, EarlierCases>>> = {},
): Risk[] =>
  sharesOf(parameters, earlier).map(({ offence, bps }) => ({
    offence,
    bps,
    loss: lossOf(position, holderId, bpsOfRoundedUp(countedStake(position), bps)),
  }));
