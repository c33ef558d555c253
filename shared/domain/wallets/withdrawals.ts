/**
 * How much may leave an account for an address outside.
 * Source: the network's rule set, section (b): 500 IO in 720 hours until the owner's identity was checked.
 */
import { type BaseUnits, inBaseUnits, noCoins } from '../../units/money.ts';
import { largerOf } from '../amounts/larger-and-smaller.ts';
import type { ParameterRecord } from '../parameters/record.ts';
import type { ComplianceLevel } from '../tiers/tier.ts';

/** From this level on nothing is held back. */
const freeLevel: ComplianceLevel = 2;

/**
 * @param left  what has left in the last `withdrawalHours`
 * @returns most that may leave now; null: no limit
 */
export const withdrawalRoom = (
  account: { readonly complianceLevel: ComplianceLevel; readonly left: BaseUnits },
  { withdrawalLimit }: Pick<ParameterRecord, 'withdrawalLimit'>,
): BaseUnits | null =>
  account.complianceLevel >= freeLevel ? null : largerOf(noCoins, inBaseUnits(withdrawalLimit - account.left));
