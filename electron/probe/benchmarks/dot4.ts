/** int8 throughput of packed dot products of four: what a GPU does without matrix units. */
import { dotOfFour } from '../../../shared/domain/proof/int8-product.ts';
import type { GpuSession } from '../gpu-session.ts';
import { kernels } from '../kernels.ts';
import type { Measurement } from '../messages.ts';
import type { WindowPlan } from '../windows.ts';
import { measureArithmetic } from './arithmetic.ts';
import { notOffered } from './outcome.ts';

const feature = 'packed_4x8_integer_dot_product';
const weights = 0x5b9a3371;
const addend = 0x2545f491;
const chains = 16;
const unroll = 8;
const period = 8;

/** One step of a chain. */
export const dotStep = (word: number): number => (addend + dotOfFour(word, weights)) | 0;

/** The word after `steps`: the chain soon runs in a circle, so that a million steps cost no more than one round. */
export const afterSteps = (start: number, steps: number): number => {
  const path = [start];
  const seenAt = new Map([[start, 0]]);
  for (let at = 0; at < steps; at += 1) {
    const next = dotStep(path[at] as number);
    const circleFrom = seenAt.get(next);
    if (circleFrom !== undefined) {
      const round = at + 1 - circleFrom;
      return path[circleFrom + ((steps - circleFrom) % round)] as number;
    }
    seenAt.set(next, at + 1);
    path.push(next);
  }
  return path[steps] as number;
};

/** What `dot_chains` of dot-packed.wgsl adds to an invocation's word in one dispatch, modulo 2^32. */
export const expectedDot4Word = (lane: number, iterations: number): number => {
  let sum = 0;
  for (let chain = 0; chain < chains; chain += 1) sum += afterSteps((lane % period) + chain, unroll * iterations);
  return sum | 0;
};

export const measureDot4 = async (
  session: GpuSession,
  plan: WindowPlan,
  report: (progress: number) => void,
): Promise<Measurement> => {
  if (!(await session.speaks(feature))) return notOffered(feature);
  return measureArithmetic(
    session,
    {
      code: kernels.dotPacked(),
      entryPoint: 'dot_chains',
      constants: Uint32Array.of(weights, addend),
      workgroupSize: 64,
      unit: 'GOPS',
      operations: 8 * chains * unroll,
      mostIterations: 2 ** 20,
      period,
      expectedWord: expectedDot4Word,
    },
    plan,
    report,
  );
};
