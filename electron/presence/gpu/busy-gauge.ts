/**
 * Whether somebody works on a GPU, from its load: two looks in a row above the line, because opening a menu is no work.
 * Pure but for what it remembers.
 */

/** Of the GPU's time. A desktop that draws itself stays below. */
export const busyLoad = 0.25;
const looksNeeded = 2;

export interface BusyGauge {
  /** @param load 0..1 @param isOurs it is busy with our own work, so nothing is known of others */
  note(gpuId: string, load: number, isOurs: boolean): boolean | null;
}

export const createBusyGauge = (): BusyGauge => {
  const above = new Map<string, number>();
  return {
    note: (gpuId, load, isOurs) => {
      const looks = !isOurs && load >= busyLoad ? (above.get(gpuId) ?? 0) + 1 : 0;
      above.set(gpuId, looks);
      return isOurs ? null : looks >= looksNeeded;
    },
  };
};
