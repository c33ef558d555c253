/** fp32 throughput: fused multiply-adds in registers, each invocation's sum verified in every window. */

import type { GpuSession } from './gpu-session.ts';
import { kernels } from './kernels.ts';
import type { Measurement } from './messages.ts';
import { createPacer } from './pacer.ts';
import { collectWindows, figureOf, type WindowPlan, WrongOutput } from './windows.ts';

const workgroupSize = 64;
const unroll = 8;
const chains = 16;
/** Beyond it the sums would leave the integers that fp32 holds exactly. */
const mostIterations = 2 ** 15;
const windowMs = 200;

/** What `multiply_add` adds to an invocation's word in one dispatch. */
export const expectedSum = (lane: number, iterations: number): number =>
  chains * (lane & 15) + 120 + chains * unroll * iterations;

const flopsPerInvocation = (iterations: number): number => 2 * chains * unroll * iterations;

export const measureFp32 = async (
  session: GpuSession,
  plan: WindowPlan,
  report: (progress: number) => void,
): Promise<Measurement> => {
  const pipeline = await session.pipeline(kernels.fma(), 'multiply_add');
  // enough invocations to fill the largest GPU; the time of a dispatch is set by the iterations
  const workgroups = 4096;
  const lanes = workgroups * workgroupSize;
  const sums = await session.storage(4 * lanes);
  const params = new Uint32Array(3);
  new Float32Array(params.buffer).set([1, 1], 1);
  const dispatch = (iterations: number) => {
    const own = params.slice();
    own[0] = iterations;
    return { pipeline, params: own, buffers: { 1: sums }, workgroups };
  };
  const pacer = createPacer(1, mostIterations);
  let dispatchMs = 0;
  for (let probe = 0; probe < 12 && dispatchMs < 25; probe += 1) {
    const iterations = pacer.units();
    dispatchMs = await session.run([dispatch(iterations)]);
    pacer.took(iterations, dispatchMs);
  }

  const window = async (): Promise<number> => {
    const iterations = pacer.units();
    const count = Math.max(1, Math.round(windowMs / Math.max(1, dispatchMs)));
    await session.clear(sums);
    const tookMs = await session.run(Array.from({ length: count }, () => dispatch(iterations)));
    dispatchMs = tookMs / count;
    pacer.took(iterations, dispatchMs);
    const words = await session.read(sums, 4 * lanes);
    for (let lane = 0; lane < lanes; lane += 1) {
      if (words[lane] !== (count * expectedSum(lane, iterations)) >>> 0)
        throw new WrongOutput(`sum of invocation ${lane}`);
    }
    return (count * lanes * flopsPerInvocation(iterations)) / tookMs / 1e6;
  };
  const rates = await collectWindows(window, plan, () => performance.now(), report);
  return { verdict: 'passed', figure: figureOf(rates, 'GFLOPS'), coverage: null, detail: null };
};
