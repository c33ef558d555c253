/**
 * Memory whose every word follows from its place, and the order in which the memory benchmarks go over it: rows of one
 * vec4 per invocation, as many rows in a dispatch as its time allows.
 */
import { type Dispatch, type GpuSession, largestBufferBytes } from '../gpu-session.ts';
import { kernels } from '../kernels.ts';
import { createPacer } from '../pacer.ts';
import { WrongOutput } from '../windows.ts';

export const workgroups = 1024;
/** Invocations; each reads or writes one vec4 per row. */
export const width = 256 * workgroups;
export const rowBytes = 16 * width;
const multiplier = 0x9e3779b1;
/** One pass is one wait for the device, which must stay far from what counts as hung. */
const longestPassMs = 500;

/** A dispatch over `rows` rows of buffer `at`. */
export type RowDispatch = (at: number, firstRow: number, rows: number) => Dispatch;

/** What the rows are rows of. */
export interface Rows {
  buffers: readonly GPUBuffer[];
  rowsPerBuffer: number;
}

export interface KnownMemory extends Rows {
  /** Bytes that are known and gone over, from the start of each buffer: a power of two. */
  bufferBytes: number;
  /** One word per invocation. */
  sums: GPUBuffer;
  /** Writes the known words (read.wgsl). */
  fill: RowDispatch;
  /** Adds every invocation's words to its sum (read.wgsl). */
  read: RowDispatch;
}

/**
 * Runs once over all rows, sizing the dispatches on the way.
 *
 * @returns rows that one dispatch does in time, a power of two
 */
export const sweep = async (
  session: GpuSession,
  { buffers, rowsPerBuffer }: Rows,
  dispatch: RowDispatch,
): Promise<number> => {
  const pacer = createPacer(1, rowsPerBuffer);
  const chunk = (): number => 2 ** Math.floor(Math.log2(pacer.units()));
  // drivers compile at the first dispatch
  await session.run([dispatch(0, 0, 0)]);
  for (let at = 0; at < buffers.length; at += 1) {
    for (let row = 0; row < rowsPerBuffer; ) {
      const rows = Math.min(chunk(), rowsPerBuffer - row);
      pacer.took(rows, await session.run([dispatch(at, row, rows)]));
      row += rows;
    }
  }
  return chunk();
};

/** The dispatches of one pass over all rows, `rows` (a power of two) at a time. */
export const passOf = ({ buffers, rowsPerBuffer }: Rows, dispatch: RowDispatch, rows: number): Dispatch[] => {
  const taken = Math.min(rows, rowsPerBuffer);
  return buffers.flatMap((_, at) =>
    Array.from({ length: rowsPerBuffer / taken }, (_chunk, chunk) => dispatch(at, chunk * taken, taken)),
  );
};

/** Fewer buffers, then shorter ones, until a pass over them at `rowMs` a row takes no longer than `passMs`. */
const fewerRows = ({ buffers, rowsPerBuffer }: Rows, fewestBuffers: number, rowMs: number, passMs: number): Rows => {
  let count = buffers.length;
  let rows = rowsPerBuffer;
  while (count > fewestBuffers && count * rows * rowMs > passMs) count = Math.max(fewestBuffers, count >> 1);
  while (rows > 1 && count * rows * rowMs > passMs) rows /= 2;
  return { buffers: buffers.slice(0, count), rowsPerBuffer: rows };
};

/**
 * Memory for `bytes`, in equal buffers of a power of two, filled. A device so slow that one pass would use up much of
 * the budget (software) gets less of it.
 *
 * @param fewestBuffers even when one would hold it all
 * @throws GpuFault `out_of_memory` when the whole of it cannot be had
 */
export const takeKnownMemory = async (
  session: GpuSession,
  bytes: number,
  fewestBuffers: number,
  budgetMs: number,
): Promise<KnownMemory> => {
  const fitting = 2 ** Math.floor(Math.log2(bytes / fewestBuffers));
  const ownBytes = Math.max(rowBytes, Math.min(largestBufferBytes(session.limits), fitting));
  const own: GPUBuffer[] = [];
  try {
    while (own.length < Math.max(fewestBuffers, Math.floor(bytes / ownBytes)))
      own.push(await session.storage(ownBytes));
  } catch (error) {
    for (const buffer of own) buffer.destroy();
    throw error;
  }
  const sums = await session.storage(4 * width);
  const code = kernels.read();
  const pipelines = { fill: await session.pipeline(code, 'fill'), read: await session.pipeline(code, 'read') };
  const known = (rows: Rows): KnownMemory => {
    const bufferBytes = rows.rowsPerBuffer * rowBytes;
    const dispatch =
      (pipeline: GPUComputePipeline, more: Dispatch['buffers']): RowDispatch =>
      (at, firstRow, taken) => ({
        pipeline,
        params: Uint32Array.of((at * bufferBytes) / 4, firstRow, taken),
        buffers: { 1: rows.buffers[at] as GPUBuffer, ...more },
        workgroups,
      });
    return {
      ...rows,
      bufferBytes,
      sums,
      fill: dispatch(pipelines.fill, {}),
      read: dispatch(pipelines.read, { 2: sums }),
    };
  };
  const whole = known({ buffers: own, rowsPerBuffer: ownBytes / rowBytes });
  // drivers compile, and Dawn clears the buffer, at the first dispatch
  await session.run([whole.fill(0, 0, 0)]);
  const launchMs = await session.run([whole.fill(0, 0, 0)]);
  const rowMs = (await session.run([whole.fill(0, 0, 1)])) - launchMs;
  const memory = known(fewerRows(whole, fewestBuffers, rowMs, Math.min(longestPassMs, budgetMs / 10)));
  for (const buffer of own.slice(memory.buffers.length)) buffer.destroy();
  await sweep(session, memory, memory.fill);
  return memory;
};

/** The word at a place, counted in words over all buffers from the first. */
export const knownWord = (place: number): number => Math.imul(place + 1, multiplier);

/**
 * What one pass of `read` over all rows adds to an invocation's word, modulo 2^32: the sum of the four known words of
 * each of its rows.
 */
export const expectedPassSum = (lane: number, rows: number): number => {
  const many = BigInt(rows);
  const vectors = many * BigInt(lane) + (BigInt(width) * many * (many - 1n)) / 2n;
  return Number(BigInt.asUintN(32, (16n * vectors + 10n * many) * BigInt(multiplier)));
};

/**
 * Compares the sums of all invocations after `passes` passes over `rows` rows.
 *
 * @param more added to every word of the memory since it was known
 * @throws WrongOutput
 */
export const verifyPassSums = (words: Uint32Array, rows: number, passes: number, more = 0): void => {
  const first = expectedPassSum(0, rows) + Math.imul(4 * rows, more);
  // neighbours differ by sixteen places in each row, so only the first sum needs big integers
  const perLane = Math.imul(16 * rows, multiplier);
  for (let lane = 0; lane < width; lane += 1) {
    const expected = Math.imul(passes, first + Math.imul(perLane, lane));
    if (words[lane] !== expected >>> 0) throw new WrongOutput(`sum of invocation ${lane}`);
  }
};
