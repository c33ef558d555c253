/** Which GPUs our own work is on, so that it is not taken for somebody else's. */
import type { Clock } from '../../shared/units/time.ts';

export interface OwnGpuUse {
  /** @returns a function that ends the use */
  begin(gpuIds: readonly string[]): () => void;
  isOurs(gpuId: string): boolean;
}

/** A driver's load is an average over about the last second. */
const lingerMs = 2_000;

/** @param others more use of ours, which says for itself whether it goes on */
export const createOwnGpuUse = (clock: Clock, others: (gpuId: string) => boolean): OwnGpuUse => {
  const uses = new Set<readonly string[]>();
  const ended = new Map<string, number>();
  return {
    begin: (gpuIds) => {
      const use = [...gpuIds];
      uses.add(use);
      return () => {
        if (!uses.delete(use)) return;
        for (const id of use) ended.set(id, clock.monotonic());
      };
    },
    isOurs: (gpuId) => {
      if (others(gpuId) || [...uses].some((use) => use.includes(gpuId))) {
        ended.set(gpuId, clock.monotonic());
        return true;
      }
      const endedMs = ended.get(gpuId);
      return endedMs !== undefined && clock.monotonic() - endedMs < lingerMs;
    },
  };
};
