/** Launch latency: the time from submitting a dispatch of next to no work until the host knows that it has ended. */
import type { Dispatch, GpuSession } from '../gpu-session.ts';
import { kernels } from '../kernels.ts';
import type { Measurement } from '../messages.ts';
import { collectWindows, type WindowPlan, WrongOutput } from '../windows.ts';
import { passed } from './outcome.ts';

const windowMs = 200;
const mostLaunches = 5000;

/** @returns microseconds per launch, the mean of each window */
export const measureLaunchLatency = async (
  session: GpuSession,
  plan: WindowPlan,
  report: (progress: number) => void,
): Promise<Measurement> => {
  const launches = await session.storage(4);
  const pipeline = await session.pipeline(kernels.count(), 'count');
  const dispatch: Dispatch = { pipeline, params: Uint32Array.of(1), buffers: { 1: launches }, workgroups: 1 };
  let count = 20;

  const window = async (): Promise<number> => {
    await session.clear(launches);
    const tookMs = await session.roundTrips(dispatch, count);
    const [counted] = await session.read(launches, 4);
    if (counted !== count) throw new WrongOutput(`${counted} of ${count} launches`);
    const launchMs = tookMs / count;
    count = Math.max(20, Math.min(mostLaunches, Math.round(windowMs / launchMs)));
    return launchMs * 1000;
  };
  return passed(await collectWindows(window, plan, () => performance.now(), report), 'µs');
};
