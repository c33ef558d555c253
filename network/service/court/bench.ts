/**
 * Who may judge, as the court needs to know it: the validators that are seated, and the lot by which three of them are
 * drawn. It draws nobody.
 */
import type { EpochMs } from '../../../shared/units/time.ts';
import type { Trx } from '../../store/transaction.ts';

export interface Bench {
  /** Accounts of validators that are seated and not banned. */
  judges(trx: Trx): Promise<readonly string[]>;
  /**
   * What the draw follows from: the newest release that came out after a matter was brought, so that nobody who brings one
   * knows who will judge it.
   *
   * @returns null while none has
   */
  lotAfter(trx: Trx, at: EpochMs): Promise<{ readonly previousManifestHash: string; readonly epoch: number } | null>;
}
