/**
 * fp32 matrix product: what a GPU computes when its operands come from memory. The elements are small integers, so each
 * window's result is exact and is verified whole by Freivalds' check, modulo 2^32.
 */
import { randomInt } from 'node:crypto';
import type { Dispatch, GpuSession } from '../gpu-session.ts';
import { kernels } from '../kernels.ts';
import type { Measurement } from '../messages.ts';
import { longestDispatchMs } from '../pacer.ts';
import { collectWindows, type WindowPlan, WrongOutput } from '../windows.ts';
import { passed } from './outcome.ts';
import { repeatFor } from './repeat.ts';

const tile = 128;
const largestN = 4096;
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

interface Product {
  n: number;
  multiply: Dispatch;
  project: Dispatch;
  c: GPUBuffer;
  projection: GPUBuffer;
  end: () => void;
}

type Pipelines = Record<'fill' | 'multiply' | 'project', GPUComputePipeline>;

/** The matrices of one size, filled, with a random row to check them by. */
const prepareProduct = async (
  session: GpuSession,
  { fill, multiply, project }: Pipelines,
  n: number,
  row: Uint32Array<ArrayBuffer>,
): Promise<Product> => {
  const a = await session.storage(4 * n * n);
  const b = await session.storage(4 * n * n);
  const c = await session.storage(4 * n * n);
  const weights = await session.storage(4 * n);
  const projection = await session.storage(4 * n);
  await session.write(weights, 0, row);
  const fillWith = (buffer: GPUBuffer, salt: number): Dispatch => ({
    pipeline: fill,
    params: Uint32Array.of(n, salt),
    buffers: { 1: buffer },
    workgroups: (n * n) / 4 / 256,
  });
  await session.run([fillWith(a, salts.a), fillWith(b, salts.b)]);
  return {
    n,
    c,
    projection,
    multiply: {
      pipeline: multiply,
      params: Uint32Array.of(n, 0),
      buffers: { 1: a, 2: b, 3: c },
      workgroups: (n / tile) ** 2,
    },
    project: {
      pipeline: project,
      params: Uint32Array.of(n, 0),
      buffers: { 3: c, 4: weights, 5: projection },
      workgroups: n / 4 / 32,
    },
    end: () => {
      for (const buffer of [a, b, c, weights, projection]) buffer.destroy();
    },
  };
};

/** The largest matrices of which one product stays well within the time of a dispatch. */
const largestProduct = async (
  session: GpuSession,
  row: Uint32Array<ArrayBuffer>,
  report: (progress: number) => void,
): Promise<Product> => {
  const code = kernels.gemm();
  const pipelines = {
    fill: await session.pipeline(code, 'fill'),
    multiply: await session.pipeline(code, 'multiply'),
    project: await session.pipeline(code, 'project'),
  };
  report(0);
  for (let n = tile; ; n *= 2) {
    const product = await prepareProduct(session, pipelines, n, row.slice(0, n));
    // drivers compile at the first dispatch
    await session.run([product.multiply]);
    const tookMs = await session.run([product.multiply]);
    // twice the size is eight times the work
    const isEnough = n === largestN || 8 * tookMs > longestDispatchMs / 2;
    if (isEnough) return product;
    product.end();
  }
};

export const measureGemm = async (
  session: GpuSession,
  plan: WindowPlan,
  report: (progress: number) => void,
): Promise<Measurement> => {
  const row = Uint32Array.from({ length: largestN }, () => randomInt(2 ** 32));
  const { n, multiply, project, c, projection } = await largestProduct(session, row, report);
  const expected = projectedProduct(n, row.slice(0, n));
  const repeat = repeatFor(session, [multiply], mostProducts(n));

  const window = async (): Promise<number> => {
    await session.clear(c);
    const { passes, tookMs } = await repeat();
    await session.clear(projection);
    await session.run([project]);
    const words = await session.read(projection, 4 * n);
    const wrongAt = words.findIndex((word, at) => word !== Math.imul(passes, expected[at] as number) >>> 0);
    if (wrongAt >= 0) throw new WrongOutput(`column ${wrongAt} of the product`);
    return (passes * 2 * n ** 3) / tookMs / 1e6;
  };
  return passed(await collectWindows(window, plan, () => performance.now(), report), 'GFLOPS');
};
