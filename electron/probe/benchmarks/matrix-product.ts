/**
 * Products of square matrices that lie in the GPU's memory: finds the size, adds C = A·B up window by window and verifies
 * each whole by Freivalds' check, modulo 2^32. Which elements, and what they are projected to, is told by the file of
 * each check.
 */
import { randomInt } from 'node:crypto';
import type { Dispatch, GpuSession } from '../gpu-session.ts';
import { longestDispatchMs } from '../pacer.ts';
import { WrongOutput } from '../windows.ts';
import { repeatFor } from './repeat.ts';

const tile = 128;
const largestN = 4096;

type Words = Uint32Array<ArrayBuffer>;

/** An n×n matrix is n²·`elementBytes` long, the elements of C take four. */
export interface MatrixProduct {
  /**
   * Entry points `multiply`, which adds A (binding 1) times B (2) to C (3), a workgroup for each 128×128 of it, and
   * `project`, which multiplies C by a row (4) from the left into another (5), an invocation for each four of it and 32 in
   * a workgroup. Both have a uniform of n and 0.
   */
  code: string;
  elementBytes: number;
  /** Writes both operands. */
  fill: (n: number, a: GPUBuffer, b: GPUBuffer) => Promise<void>;
  /** (row · A) · B modulo 2^32. */
  projectedProduct: (n: number, row: Uint32Array) => Uint32Array;
  /** Products that may be added up before an element of C is no longer exact. */
  mostProducts: (n: number) => number;
}

export interface Products {
  /** Multiplies n×n matrices once and verifies. @returns C, row by row. @throws WrongOutput */
  once(n: number): Promise<Words>;
  /**
   * Takes the largest matrices of which one product stays well within the time of a dispatch.
   *
   * @returns multiplies them for a window, verifies, and returns 10^9 operations a second, by the wall clock
   */
  largest(): Promise<() => Promise<number>>;
}

interface Matrices {
  n: number;
  multiply: Dispatch;
  project: Dispatch;
  c: GPUBuffer;
  projection: GPUBuffer;
  end: () => void;
}

/** Compiles the kernel, and draws the row that every product is checked by. */
export const createProducts = async (session: GpuSession, product: MatrixProduct): Promise<Products> => {
  const multiplyPipeline = await session.pipeline(product.code, 'multiply');
  const projectPipeline = await session.pipeline(product.code, 'project');
  const wholeRow = Uint32Array.from({ length: largestN }, () => randomInt(2 ** 32));

  const prepare = async (n: number): Promise<Matrices> => {
    const operandBytes = product.elementBytes * n * n;
    const a = await session.storage(operandBytes);
    const b = await session.storage(operandBytes);
    const c = await session.storage(4 * n * n);
    const row = await session.storage(4 * n);
    const projection = await session.storage(4 * n);
    await session.write(row, 0, wholeRow.slice(0, n));
    await product.fill(n, a, b);
    const params = Uint32Array.of(n, 0);
    return {
      n,
      c,
      projection,
      multiply: {
        pipeline: multiplyPipeline,
        params,
        buffers: { 1: a, 2: b, 3: c },
        workgroups: (n / tile) ** 2,
      },
      project: {
        pipeline: projectPipeline,
        params,
        buffers: { 3: c, 4: row, 5: projection },
        workgroups: n / 4 / 32,
      },
      end: () => {
        for (const buffer of [a, b, c, row, projection]) buffer.destroy();
      },
    };
  };

  const prepareLargest = async (): Promise<Matrices> => {
    for (let n = tile; ; n *= 2) {
      const matrices = await prepare(n);
      // drivers compile at the first dispatch
      await session.run([matrices.multiply]);
      const tookMs = await session.run([matrices.multiply]);
      // twice the size is eight times the work
      const isEnough = n === largestN || 8 * tookMs > longestDispatchMs / 2;
      if (isEnough) return matrices;
      matrices.end();
    }
  };

  /** @returns verifies C after so many products */
  const verifierFor = ({ n, project, projection }: Matrices): ((products: number) => Promise<void>) => {
    const expected = product.projectedProduct(n, wholeRow.slice(0, n));
    return async (products) => {
      await session.clear(projection);
      await session.run([project]);
      const words = await session.read(projection, 4 * n);
      const wrongAt = words.findIndex((word, at) => word !== Math.imul(products, expected[at] as number) >>> 0);
      if (wrongAt >= 0) throw new WrongOutput(`column ${wrongAt} of the product`);
    };
  };

  return {
    once: async (n) => {
      const matrices = await prepare(n);
      await session.run([matrices.multiply]);
      await verifierFor(matrices)(1);
      const words = await session.read(matrices.c, 4 * n * n);
      matrices.end();
      return words;
    },
    largest: async () => {
      const matrices = await prepareLargest();
      const { n, c, multiply } = matrices;
      const verify = verifierFor(matrices);
      const repeat = repeatFor(session, [multiply], product.mostProducts(n));
      return async () => {
        await session.clear(c);
        const { passes, tookMs } = await repeat();
        await verify(passes);
        return (passes * 2 * n ** 3) / tookMs / 1e6;
      };
    },
  };
};
