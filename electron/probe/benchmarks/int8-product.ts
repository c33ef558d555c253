/**
 * int8 matrix product by packed dot products of four: what a GPU does without matrix units when its operands come from
 * memory. These come from a seed (shared/domain/proof/int8-product.ts), so that whoever has it can compute any tile of
 * the result again. It grades what a GPU can do and is never evidence of its class.
 */
import { createHash } from 'node:crypto';
import { operandShards, operandWords, signedByte, tileSide } from '../../../shared/domain/proof/int8-product.ts';
import { itemBytes } from '../../../shared/domain/proof/item.ts';
import { wordsOfHex } from '../../../shared/domain/proof/words.ts';
import type { Dispatch, GpuSession } from '../gpu-session.ts';
import { kernels } from '../kernels.ts';
import type { Measurement } from '../messages.ts';
import { collectWindows, type WindowPlan } from '../windows.ts';
import { createProducts } from './matrix-product.ts';
import { notOffered, passed } from './outcome.ts';

const feature = 'packed_4x8_integer_dot_product';
/** Of the product whose tiles are reported: the same on every device, whichever size it was measured with. */
const reportedN = 256;
/** Invocations of fill.wgsl's groups, each of which writes an item. */
const fillWorkgroupSize = 64;
/** What fill.wgsl collects its shares in: here it finds none. */
const foundBytes = 32;

/** (row · A) · B modulo 2^32: what `project` gives for C = A·B. */
export const projectedInt8Product = (seed: string, n: number, row: Uint32Array): Uint32Array => {
  const a = operandWords(seed, n, 'a');
  const left = new Int32Array(n);
  for (let k = 0; k < n; k += 1) {
    const first = (k >> 2) * n;
    let sum = 0;
    for (let at = 0; at < n; at += 1) {
      sum = (sum + Math.imul(row[at] as number, signedByte(a[first + at] as number, k & 3))) | 0;
    }
    left[k] = sum;
  }
  const b = operandWords(seed, n, 'b');
  const product = new Int32Array(n);
  for (let k = 0; k < n; k += 1) {
    const first = (k >> 2) * n;
    const factor = left[k] as number;
    for (let at = 0; at < n; at += 1) {
      product[at] = ((product[at] as number) + Math.imul(factor, signedByte(b[first + at] as number, k & 3))) | 0;
    }
  }
  return new Uint32Array(product.buffer);
};

/**
 * @param c n×n words, row by row
 * @returns SHA-256 in hex over its 16×16 tiles, one row of them after the other, each word in four bytes from the least on
 */
export const hashOfTiles = (c: Uint32Array, n: number): string => {
  const hash = createHash('sha256');
  const bytes = new Uint8Array(4 * tileSide ** 2);
  const view = new DataView(bytes.buffer);
  for (let first = 0; first < n * n; first += tileSide * n) {
    for (let column = 0; column < n; column += tileSide) {
      for (let at = 0; at < tileSide ** 2; at += 1) {
        const word = c[first + Math.floor(at / tileSide) * n + column + (at % tileSide)] as number;
        view.setUint32(4 * at, word, true);
      }
      hash.update(bytes);
    }
  }
  return hash.digest('hex');
};

/** @param seed 32 bytes in hex */
export const measureInt8Product = async (
  session: GpuSession,
  seed: string,
  plan: WindowPlan,
  report: (progress: number) => void,
): Promise<Measurement> => {
  if (!(await session.speaks(feature))) return notOffered(feature);
  const pipeline = await session.pipeline(kernels.fill(), 'fill');
  const found = await session.storage(foundBytes);
  report(0);
  const fillWith = (n: number, buffer: GPUBuffer, shard: number): Dispatch => {
    const items = (n * n) / itemBytes;
    return {
      pipeline,
      params: new Uint32Array([...wordsOfHex(seed, 8), shard, 0, 0, items, 1, 0]),
      buffers: { 1: buffer, 2: found },
      workgroups: items / fillWorkgroupSize,
    };
  };
  const products = await createProducts(session, {
    code: kernels.int8Product(),
    elementBytes: 1,
    fill: async (size, a, b) => {
      await session.run([fillWith(size, a, operandShards.a), fillWith(size, b, operandShards.b)]);
    },
    projectedProduct: (size, row) => projectedInt8Product(seed, size, row),
    mostProducts: () => Number.POSITIVE_INFINITY,
  });
  const window = await products.largest();
  const tiles = hashOfTiles(await products.once(reportedN), reportedN);
  const rates = await collectWindows(window, plan, () => performance.now(), report);
  return { ...passed(rates, 'GOPS'), product: { n: reportedN, tiles } };
};
