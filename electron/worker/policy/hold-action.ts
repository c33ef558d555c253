/** What the owner's use of the PC asks of one job. Pure. */
import type { StandAside } from '../../../shared/contract/app/owner.ts';
import type { OwnerReturnClass } from '../../../shared/contract/network/session.ts';
import type { StandAsideCause } from '../../../shared/contract/owner-words.ts';

export type HoldAction = 'go_on' | 'freeze' | 'stop';

/** Nobody waits for the PC: a job of the class `finish` may end first. */
const patient: ReadonlySet<StandAsideCause> = new Set(['calendar', 'unprofitable']);
/** How long it may take to. */
export const longestFinishMs = 30 * 60_000;

export interface HeldJob {
  /** UUIDs; empty: it uses none. */
  readonly gpus: readonly string[];
  readonly whenOwnerReturns: OwnerReturnClass;
}

/**
 * A job without a GPU is touched by everything, for it takes processor time from any game.
 *
 * @param uuidOf a GPU’s UUID by its id; null where it has none, which then touches every job
 */
export const isTouchedBy = (
  job: Pick<HeldJob, 'gpus'>,
  { gpuIds }: Pick<StandAside, 'gpuIds'>,
  uuidOf: (gpuId: string) => string | null,
): boolean =>
  gpuIds === null ||
  job.gpus.length === 0 ||
  gpuIds.some((id) => {
    const uuid = uuidOf(id);
    return uuid === null || job.gpus.includes(uuid);
  });

/** @param now milliseconds since 1970 UTC */
export const holdActionOf = (
  job: HeldJob,
  standAside: readonly StandAside[],
  uuidOf: (gpuId: string) => string | null,
  now: number,
): HoldAction => {
  const touching = standAside.filter((reason) => isTouchedBy(job, reason, uuidOf));
  if (touching.length === 0) return 'go_on';
  if (job.whenOwnerReturns === 'stop') return 'stop';
  const mayFinish = touching.every(({ cause, since }) => patient.has(cause) && now - since < longestFinishMs);
  if (job.whenOwnerReturns === 'finish' && mayFinish) return 'go_on';
  // Standing still gives a GPU's compute back, but not its memory.
  return job.gpus.length > 0 ? 'stop' : 'freeze';
};
