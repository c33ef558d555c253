/** One job that a renter has on a device: a whole number of hours at most, paid by the available minute. */
import type { BaseUnits } from '../../shared/units/money.ts';

export interface Rental {
  readonly jobId: string;
  readonly renterId: string;
  readonly startedAt: number;
  /** Hours at most. */
  readonly hours: number;
  readonly hourlyPrice: BaseUnits;
  /** Held of the renter's coins for it, without fees. */
  readonly mostPrice: BaseUnits;
  /** Available so far. */
  minutes: number;
  /** Hours in a row without the device. */
  offlineHours: number;
}
