/** Repeating one pass of dispatches for about as long as a window lasts. */
import type { Dispatch, GpuSession } from '../gpu-session.ts';

const windowMs = 200;
/** So that a pass that takes next to nothing does not become an endless list of commands. */
const mostDispatches = 20_000;

/** Runs the pass as often as fits. The first call runs it once, to learn how long it takes. */
export type Repeat = () => Promise<{ passes: number; tookMs: number }>;

export const repeatFor = (session: GpuSession, pass: readonly Dispatch[], mostPasses = mostDispatches): Repeat => {
  const most = Math.max(1, Math.min(mostPasses, Math.floor(mostDispatches / pass.length)));
  let passMs: number | null = null;
  return async () => {
    const passes = passMs === null ? 1 : Math.max(1, Math.min(most, Math.round(windowMs / Math.max(0.01, passMs))));
    const tookMs = await session.run(Array.from({ length: passes }, () => pass).flat());
    passMs = tookMs / passes;
    return { passes, tookMs };
  };
};
