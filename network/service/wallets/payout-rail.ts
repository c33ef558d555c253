/**
 * How coins leave the network for an address outside: the port that a chain's adapter implements. Whether they may leave
 * is decided before; a rail only carries.
 */
import type { BaseUnits } from '../../../shared/units/money.ts';
import type { EpochMs } from '../../../shared/units/time.ts';
import type { Trx } from '../../store/transaction.ts';

export interface OutgoingPayout {
  /** The signed intent's id: one payout each, however often it is sent. */
  readonly id: string;
  readonly accountId: string;
  readonly deviceId: string;
  readonly amount: BaseUnits;
  readonly address: string;
  /** Hours below this one are paid by it altogether; null: only a part of them is. */
  readonly epoch: number | null;
  readonly at: EpochMs;
}

export interface PayoutRail {
  /**
   * Takes the coins out of the device's confirmed earnings, within the caller's transaction, and does nothing outside the
   * database: a transaction may be run again, or never kept. What has to happen on a chain is written down here and done
   * later, once, by the rail's own work.
   */
  take(trx: Trx, payout: OutgoingPayout): Promise<void>;
}
