/**
 * fp32 matrix product: what a GPU computes when its operands come from memory. The elements are small integers, so each
 * window's result is exact.
 */
import type { Dispatch, GpuSession } from '../gpu-session.ts';
import { kernels } from '../kernels.ts';
import type { Measurement } from '../messages.ts';
import { collectWindows, type WindowPlan } from '../windows.ts';
import { createProducts } from './matrix-product.ts';
import { passed } from './outcome.ts';

const largestDigit = 3;
const salts = { a: 0x243f6a88, b: 0x85a308d3 };

/** The element at a place of the matrix with that salt, 0..3. */
export const digitAt = (place: number, salt: number): number => {
  let mixed = place ^ salt;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return mixed >>> 30;
};

/** (row · A) · B modulo 2^32, A lying transposed: what `project` gives for C = A·B. */
export const projectedProduct = (n: number, row: Uint32Array): Uint32Array => {
  const left = new Int32Array(n);
  for (let k = 0; k < n; k += 1) {
    let sum = 0;
    for (let at = 0; at < n; at += 1) sum = (sum + Math.imul(row[at] as number, digitAt(k * n + at, salts.a))) | 0;
    left[k] = sum;
  }
  const product = new Int32Array(n);
  for (let k = 0; k < n; k += 1) {
    const factor = left[k] as number;
    for (let at = 0; at < n; at += 1) {
      product[at] = ((product[at] as number) + Math.imul(factor, digitAt(k * n + at, salts.b))) | 0;
    }
  }
  return new Uint32Array(product.buffer);
};

/** Products that may be added up before an element leaves the integers that fp32 holds exactly. */
export const mostProducts = (n: number): number => Math.floor(2 ** 24 / (n * largestDigit ** 2));

export const measureGemm = async (
  session: GpuSession,
  plan: WindowPlan,
  report: (progress: number) => void,
): Promise<Measurement> => {
  const code = kernels.gemm();
  const pipeline = await session.pipeline(code, 'fill');
  report(0);
  const fillWith = (n: number, buffer: GPUBuffer, salt: number): Dispatch => ({
    pipeline,
    params: Uint32Array.of(n, salt),
    buffers: { 1: buffer },
    workgroups: (n * n) / 4 / 256,
  });
  const products = await createProducts(session, {
    code,
    elementBytes: 4,
    fill: async (n, a, b) => {
      await session.run([fillWith(n, a, salts.a), fillWith(n, b, salts.b)]);
    },
    projectedProduct,
    mostProducts,
  });
  const window = await products.largest();
  return passed(await collectWindows(window, plan, () => performance.now(), report), 'GFLOPS');
};
