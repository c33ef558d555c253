/** What an hour of work leaves after the power it takes. Pure; in the owner's own money, which it never names. */
import { baseUnitsPerIo } from '../../../shared/units/money.ts';

export interface ProfitFacts {
  /** Base units that an hour brought lately; null: none is known yet. */
  readonly coinsPerHour: bigint | null;
  /** What the owner takes one coin for. */
  readonly coinWorth: number | null;
  /** Measured, of all that works; null: no sensor. */
  readonly watts: number | null;
  /** Of a kilowatt-hour in this hour. */
  readonly powerPrice: number | null;
}

/** @returns null while one of the facts is missing: nobody is stopped by a guess */
export const leftPerHour = ({ coinsPerHour, coinWorth, watts, powerPrice }: ProfitFacts): number | null => {
  if (coinsPerHour === null || coinWorth === null || watts === null || powerPrice === null) return null;
  return (Number(coinsPerHour) / Number(baseUnitsPerIo)) * coinWorth - (watts / 1000) * powerPrice;
};
