/** int32 throughput: the additions, rotations and xors that the proof of work is made of. */
import { chacha8, chachaConstants } from '../../../shared/domain/proof/chacha.ts';
import type { GpuSession } from '../gpu-session.ts';
import { kernels } from '../kernels.ts';
import type { Measurement } from '../messages.ts';
import type { WindowPlan } from '../windows.ts';
import { measureArithmetic } from './arithmetic.ts';

const key = 0x9e3779b9;
const period = 8;
/** Eight quarter-rounds of four additions, rotations and xors in a double round, four of those, sixteen additions. */
const operations = 4 * 8 * 12 + 16;

/** What `permute` of add-rotate-xor.wgsl adds to an invocation's word in one dispatch, modulo 2^32. */
export const expectedInt32Word = (lane: number, iterations: number): number => {
  const state = Int32Array.from([...chachaConstants, ...Array<number>(8).fill(key), lane % period, 0, 0, 0]);
  for (let i = 0; i < iterations; i += 1) chacha8(state);
  return state.reduce((mixed, word) => mixed ^ word, 0);
};

export const measureInt32 = (
  session: GpuSession,
  plan: WindowPlan,
  report: (progress: number) => void,
): Promise<Measurement> =>
  measureArithmetic(
    session,
    {
      code: kernels.addRotateXor(),
      entryPoint: 'permute',
      constants: Uint32Array.of(key),
      workgroupSize: 64,
      unit: 'GOPS',
      operations,
      // the host computes as many blocks for each of the eight states, in every window
      mostIterations: 2 ** 16,
      period,
      expectedWord: expectedInt32Word,
    },
    plan,
    report,
  );
