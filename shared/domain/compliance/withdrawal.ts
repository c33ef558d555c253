/**
 * How much an owner may take out of the network before an identity was checked. It moves no coin.
 * Source: the network's rule set, section (b), Bronze.
 */
import { type BaseUnits, baseUnitsPerIo, inBaseUnits, noCoins } from '../../units/money.ts';
import type { EpochMs } from '../../units/time.ts';
import { largerOf } from '../amounts/larger-and-smaller.ts';
import { networkHoursMs, type ParameterRecord } from '../parameters/record.ts';
import type { ComplianceLevel } from '../tiers/tier.ts';

const freeLevel = 2;
const mostBelow = inBaseUnits(500n * baseUnitsPerIo);
const windowHours = 720;

export interface Withdrawal {
  readonly at: EpochMs;
  readonly amount: BaseUnits;
}

/**
 * What is left of the 500 IO in any 720 network hours.
 *
 * @param earlier  withdrawals of the account; those of before the window do not count
 * @returns null from level 2 on: there is no limit
 */
export const withdrawalLeft = (
  level: ComplianceLevel,
  earlier: readonly Withdrawal[],
  now: EpochMs,
  parameters: Pick<ParameterRecord, 'hourMs'>,
): BaseUnits | null => {
  if (level >= freeLevel) return null;
  const since = now - networkHoursMs(windowHours, parameters);
  const taken = earlier.filter(({ at }) => at > since).reduce((sum, { amount }) => sum + amount, 0n);
  return largerOf(noCoins, inBaseUnits(mostBelow - taken));
};

/**
 * Whether an amount may be withdrawn now.
 *
 * @param asked.amount  above 0
 * @returns refused with what may be withdrawn instead
 * @throws RangeError when the amount is not above 0
 */
export const mayWithdraw = (
  asked: {
    readonly amount: BaseUnits;
    readonly level: ComplianceLevel;
    readonly earlier: readonly Withdrawal[];
    readonly now: EpochMs;
  },
  parameters: Pick<ParameterRecord, 'hourMs'>,
): { readonly kind: 'allowed' } | { readonly kind: 'refused'; readonly available: BaseUnits } => {
  const { amount, level, earlier, now } = asked;
  if (amount <= 0n) throw new RangeError(`amount must be positive: ${amount}`);
  const available = withdrawalLeft(level, earlier, now, parameters);
  return available === null || amount <= available ? { kind: 'allowed' } : { kind: 'refused', available };
};
