/** Keeps the PC from falling asleep by itself while a job runs. */
export interface AwakeKeeper {
  set(isWanted: boolean): void;
}

/** @param keep begins to; what it returns ends it; null: this host cannot */
export const createAwakeKeeper = (keep: (() => () => void) | null): AwakeKeeper => {
  let release: (() => void) | null = null;
  return {
    set: (isWanted) => {
      if (isWanted === (release !== null)) return;
      if (isWanted) release = keep?.() ?? null;
      else {
        release?.();
        release = null;
      }
    },
  };
};
