/** fp16 throughput: fused multiply-adds of half precision in registers, where the device has `shader-f16`. */
import type { GpuSession } from '../gpu-session.ts';
import { kernels } from '../kernels.ts';
import type { Measurement } from '../messages.ts';
import type { WindowPlan } from '../windows.ts';
import { floatWords, measureArithmetic } from './arithmetic.ts';
import { notOffered } from './outcome.ts';

/** Fused multiply-adds of one chain in one iteration. */
const steps = 8 * 128;
const chains = 16;

/** What `multiply_add` of fma-half.wgsl adds to an invocation's word in one dispatch, modulo 2^32. */
export const expectedFp16Word = (lane: number, iterations: number): number => {
  let starts = Math.floor(iterations / 16) * 120;
  for (let i = 0; i < iterations % 16; i += 1) starts += (lane + i) & 15;
  return chains * starts + (120 + chains * steps) * iterations;
};

export const measureFp16 = async (
  session: GpuSession,
  plan: WindowPlan,
  report: (progress: number) => void,
): Promise<Measurement> => {
  if (!session.features.has('shader-f16')) return notOffered('shader-f16');
  return measureArithmetic(
    session,
    {
      code: kernels.fmaHalf(),
      entryPoint: 'multiply_add',
      constants: floatWords(1, 1),
      workgroupSize: 64,
      unit: 'GFLOPS',
      operations: 2 * chains * steps,
      mostIterations: 2 ** 16,
      period: 16,
      expectedWord: expectedFp16Word,
    },
    plan,
    report,
  );
};
