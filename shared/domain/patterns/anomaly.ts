/** What looked odd about a device's proofs, in a form that a person can read and argue with. */

export const anomalyKinds = [
  'constant_residuals',
  'share_count',
  'tick_collision',
  'correlated_account',
  'fingerprint_cluster',
  'drift',
  'behaviour',
] as const;
export type AnomalyKind = (typeof anomalyKinds)[number];

export interface Anomaly {
  readonly kind: AnomalyKind;
  /** 0..1: how unlikely it is among honest devices. */
  readonly score: number;
  /** The numbers and names that it rests on, such as `{ meanZ: -9.1, proofs: 40 }`. */
  readonly facts: Record<string, number | string>;
}
