/**
 * What an action of an intent is: what the rules say to it and what would follow, and the move itself. Each has a file in
 * `actions/`; none of them looks at signatures.
 */
import type { IntentRefusalCode } from '../../../shared/contract/network/intents.ts';
import type { IntentAction, IntentProspect } from '../../../shared/domain/intents/facts.ts';
import type { PausableAction } from '../../../shared/domain/parameters/record.ts';
import type { BaseUnits } from '../../../shared/units/money.ts';
import type { EpochMs } from '../../../shared/units/time.ts';
import type { Trx } from '../../store/transaction.ts';
import type { Device } from '../devices/devices.ts';
import type { Network } from '../network.ts';

/** A move as an account's owner asks for it. */
export interface AskedMove {
  readonly action: IntentAction;
  readonly deviceId: string;
  /** null: all that can be claimed, or that a supporter leaves with. */
  readonly amount: BaseUnits | null;
  readonly to: 'wallet' | 'payout';
}

/** Of one intent; `amount` is settled. */
export interface Move {
  readonly intentId: string;
  readonly accountId: string;
  readonly device: Device;
  readonly amount: BaseUnits;
  readonly to: AskedMove['to'];
}

/** A rule's no, as it goes over the wire. */
export interface ActionRefusal {
  readonly code: IntentRefusalCode;
  /** Facts of the code, such as `available`; null where it has none. */
  readonly data: Readonly<Record<string, string | number>> | null;
}

export const refusal = (code: IntentRefusalCode, data: ActionRefusal['data'] = null): ActionRefusal => ({ code, data });

export type ActionJudgement =
  | { readonly kind: 'allowed'; readonly amount: BaseUnits; readonly prospect: IntentProspect }
  | { readonly kind: 'refused'; readonly refusal: ActionRefusal };

export interface IntentActionRules {
  /** What an emergency stops it with. */
  readonly pausedAs: PausableAction;
  /** Not only for devices of the account that asks. */
  readonly isForAnyDevice: boolean;
  /** What the rules say now, and what would follow. Reads only. */
  judge(
    trx: Trx,
    network: Network,
    asked: Omit<Move, 'amount'> & { readonly amount: BaseUnits | null },
  ): Promise<ActionJudgement>;
  /**
   * Moves the coins, under the intent's id, of a move that was just allowed.
   *
   * @returns when coins that began to cool are free; null where none did
   */
  carryOut(trx: Trx, network: Network, move: Move): Promise<EpochMs | null>;
}
