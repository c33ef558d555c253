/**
 * The other way to emit, which a network may choose: suppliers are owed dollars and paid in coins at the market's price,
 * from two vaults, and what an hour had and nobody needed is burned for the most part. It knows no market and no vault's
 * account.
 * Source: the network's rule set, section (c), `IDE` mode.
 */
import { type BaseUnits, baseUnitsPerIo, inBaseUnits, noCoins } from '../../units/money.ts';
import { bpsOfRoundedUp, wholeBps } from '../amounts/bps.ts';
import { largerOf, smallerOf } from '../amounts/larger-and-smaller.ts';
import { proRata } from '../amounts/pro-rata.ts';

export interface DollarTarget {
  readonly deviceId: string;
  /** What the device shall get for the hour, in 10^-6 USD, 0 or more. */
  readonly usdMicros: bigint;
}

const leastBurnBps = 5_000;

/** ⌈target · 10^8 ÷ price⌉: coins that are worth a target, rounded up so that nobody gets less than owed. */
export const coinsFor = (usdMicros: bigint, priceUsdMicros: bigint): BaseUnits => {
  if (priceUsdMicros <= 0n) throw new RangeError(`price must be positive: ${priceUsdMicros}`);
  return inBaseUnits((usdMicros * baseUnitsPerIo + priceUsdMicros - 1n) / priceUsdMicros);
};

export interface IncentiveHour {
  /** In order of device id. */
  readonly payouts: readonly { readonly deviceId: string; readonly amount: BaseUnits }[];
  /** All that was owed. */
  readonly need: BaseUnits;
  readonly fromRewardVault: BaseUnits;
  readonly fromFeeVault: BaseUnits;
  /** What the hour minted beyond its need. */
  readonly surplus: BaseUnits;
  /** Of the surplus, out of the reward vault; the rest stays there. */
  readonly burned: BaseUnits;
}

/**
 * Closes an hour of this mode. The reward vault pays first, then the fee vault. When both together do not reach, everyone
 * gets the same share of what is owed, floored; the dust stays in the vaults.
 *
 * @param hour.priceUsdMicros  of one IO, in 10^-6 USD, above 0
 * @param hour.minted  what this hour added to the reward vault
 * @param hour.rewardVault  what it holds, `minted` included
 * @param hour.burnBps  share of the surplus that is burned, rounded up; 5,000 to 10,000
 * @throws RangeError when price or share are out of range, or the vault holds less than was minted
 */
export const incentiveHour = (hour: {
  readonly targets: readonly DollarTarget[];
  readonly priceUsdMicros: bigint;
  readonly minted: BaseUnits;
  readonly rewardVault: BaseUnits;
  readonly feeVault: BaseUnits;
  readonly burnBps: number;
}): IncentiveHour => {
  const { minted, rewardVault, feeVault, burnBps } = hour;
  if (!Number.isInteger(burnBps) || burnBps < leastBurnBps || burnBps > wholeBps)
    throw new RangeError(`share to burn in bps: ${burnBps}`);
  if (minted > rewardVault) throw new RangeError('the reward vault holds less than was minted');
  const owed = hour.targets.map(({ deviceId, usdMicros }) => ({
    id: deviceId,
    weight: coinsFor(usdMicros, hour.priceUsdMicros),
  }));
  const need = inBaseUnits(owed.reduce((sum, { weight }) => sum + weight, 0n));
  const { shares } = proRata(smallerOf(need, inBaseUnits(rewardVault + feeVault)), owed);
  const paid = inBaseUnits(shares.reduce((sum, { amount }) => sum + amount, 0n));
  const fromRewardVault = smallerOf(paid, rewardVault);
  const surplus = largerOf(noCoins, inBaseUnits(minted - need));
  return {
    payouts: shares.map(({ id, amount }) => ({ deviceId: id, amount })),
    need,
    fromRewardVault,
    fromFeeVault: inBaseUnits(paid - fromRewardVault),
    surplus,
    burned: bpsOfRoundedUp(surplus, burnBps),
  };
};
