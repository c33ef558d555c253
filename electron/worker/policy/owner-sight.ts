/** All that the owner's rules look at, at one moment. Whatever is null is not known, and stops nothing. */
import type { HourRule, SeatState } from '../../../shared/contract/owner-words.ts';
import type { OwnerSigns } from '../../presence/owner-signs.ts';

export interface OwnerSight {
  readonly signs: OwnerSigns;
  /** Every GPU of this PC, by id. */
  readonly gpuIds: readonly string[];
  readonly seat: SeatState | null;
  /** What the calendar says of this hour. */
  readonly hour: HourRule;
  /** Of all GPUs together. */
  readonly powerWatts: number | null;
  /** A lower limit of the working GPUs is about to bring that under the cap. */
  readonly isEasingPower: boolean;
  /** GPUs that stay louder than the budget, whatever was tried. */
  readonly loudGpuIds: readonly string[];
  /** What an hour of work leaves after power, in the owner's money. */
  readonly leftPerHour: number | null;
  readonly monotonicMs: number;
}
