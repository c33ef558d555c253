/** The smaller and the larger of two amounts; `Math.min` takes no bigint. */
import type { BaseUnits } from '../../units/money.ts';

export const smallerOf = (left: BaseUnits, right: BaseUnits): BaseUnits => {
  if (right < left) return right;
  return left;
};

export const largerOf = (left: BaseUnits, right: BaseUnits): BaseUnits => {
  if (right > left) return right;
  return left;
};
