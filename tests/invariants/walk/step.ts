/** One step of a walk as it is drawn, before any rule has judged it. */
import type { BaseUnits } from '../../../shared/units/money.ts';
import type { AccountId, DeviceId } from './state.ts';

export const stakeKinds = [
  'stake',
  'unstake',
  'support',
  'notice',
  'compound',
  'slash',
  'winAppeal',
  'execute',
  'wait',
  'newCooldown',
] as const;
export const earningKinds = ['closeHour', 'confirm', 'payOut', 'grant', 'startJob', 'endJob'] as const;
export type StepKind = (typeof stakeKinds)[number] | (typeof earningKinds)[number];

export interface Step {
  readonly kind: StepKind;
  readonly deviceId: DeviceId;
  readonly who: AccountId;
  readonly units: BaseUnits;
  /** 0..999: hours, minutes, or which of several, as the kind of step reads it. */
  readonly dial: number;
}

/** The item that the dial points at; undefined when there is none. */
export const pick = <Item>(items: readonly Item[], dial: number): Item | undefined => items[dial % items.length];
