/**
 * Throughput of the matrix units, where the driver offers them to Dawn. They grade what a GPU can do and are never
 * evidence of its class.
 */
import { GpuFault, type GpuSession } from '../gpu-session.ts';
import type { Measurement } from '../messages.ts';
import { type WindowPlan, WrongOutput } from '../windows.ts';
import { measureArithmetic } from './arithmetic.ts';
import {
  accumulators,
  chooseShape,
  elementAfter,
  type MatrixShape,
  matrixKernel,
  matrixWorkgroupSize,
  unroll,
} from './matrix-kernel.ts';
import { notOffered } from './outcome.ts';

const feature = 'chromium-experimental-subgroup-matrix';
const entryPoint = 'multiply_add';

/** The elements that an invocation adds up, of a workgroup with that many subgroups. */
export const elementsOf = (lane: number, { m, n }: MatrixShape, subgroups: number): number =>
  Math.ceil((subgroups * m * n - (lane % matrixWorkgroupSize)) / matrixWorkgroupSize);

/**
 * The subgroups of a workgroup, as the compiler made this very kernel, seen in what one workgroup adds up.
 *
 * @throws WrongOutput when that is no whole number of matrices
 */
const countSubgroups = async (session: GpuSession, shape: MatrixShape, constants: Uint32Array): Promise<number> => {
  const pipeline = await session.pipeline(matrixKernel(shape), entryPoint);
  const sums = await session.storage(4 * matrixWorkgroupSize);
  await session.run([{ pipeline, params: Uint32Array.from([1, ...constants]), buffers: { 1: sums }, workgroups: 1 }]);
  const total = (await session.read(sums, 4 * matrixWorkgroupSize)).reduce((sum, word) => sum + word, 0);
  const subgroups = total / (accumulators * elementAfter(shape, 1) * shape.m * shape.n);
  if (!Number.isInteger(subgroups) || subgroups < 1) throw new WrongOutput(`${subgroups} matrices of one workgroup`);
  return subgroups;
};

/** Whether the experimental kernel compiles here at all; a refusal says nothing against the device. */
const refusalOf = async (session: GpuSession, shape: MatrixShape): Promise<string | null> => {
  try {
    await session.pipeline(matrixKernel(shape), entryPoint);
    return null;
  } catch (error) {
    if (error instanceof GpuFault && error.kind === 'invalid') return error.message;
    throw error;
  }
};

export const measureMatrix = async (
  session: GpuSession,
  plan: WindowPlan,
  report: (progress: number) => void,
): Promise<Measurement> => {
  const shape = session.features.has(feature) ? chooseShape(session.matrixConfigs) : null;
  if (!shape) return notOffered(feature);
  const refusal = await refusalOf(session, shape);
  if (refusal !== null) return notOffered(refusal);
  const { kind, m, n, k } = shape;
  const constants = Uint32Array.of(kind.left, kind.right);
  const subgroups = await countSubgroups(session, shape, constants);
  return measureArithmetic(
    session,
    {
      code: matrixKernel(shape),
      entryPoint,
      constants,
      workgroupSize: matrixWorkgroupSize,
      unit: kind.scalar === 'i32' || kind.scalar === 'u32' ? 'GOPS' : 'GFLOPS',
      operations: (subgroups * accumulators * unroll * 2 * m * n * k) / matrixWorkgroupSize,
      mostIterations: Math.max(1, Math.floor(kind.exact / elementAfter(shape, 1)) - 1),
      period: matrixWorkgroupSize,
      expectedWord: (lane, iterations) =>
        accumulators * elementsOf(lane, shape, subgroups) * elementAfter(shape, iterations),
    },
    plan,
    report,
  );
};
