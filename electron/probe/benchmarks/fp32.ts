/** fp32 throughput: fused multiply-adds in registers. */
import type { GpuSession } from '../gpu-session.ts';
import { kernels } from '../kernels.ts';
import type { Measurement } from '../messages.ts';
import type { WindowPlan } from '../windows.ts';
import { floatWords, measureArithmetic } from './arithmetic.ts';

const unroll = 8;
const chains = 16;

/** What `multiply_add` of fma.wgsl adds to an invocation's word in one dispatch. */
export const expectedFp32Word = (lane: number, iterations: number): number =>
  chains * (lane & 15) + 120 + chains * unroll * iterations;

export const measureFp32 = (
  session: GpuSession,
  plan: WindowPlan,
  report: (progress: number) => void,
): Promise<Measurement> =>
  measureArithmetic(
    session,
    {
      code: kernels.fma(),
      entryPoint: 'multiply_add',
      constants: floatWords(1, 1),
      workgroupSize: 64,
      unit: 'GFLOPS',
      operations: 2 * chains * unroll,
      // fp32 holds the integers up to 2^24 exactly
      mostIterations: 2 ** 15,
      period: 16,
      expectedWord: expectedFp32Word,
    },
    plan,
    report,
  );
