/** Memory bandwidth: reads a known memory in order, again and again, and verifies each invocation's sum. */
import { type Dispatch, type GpuSession, largestBufferBytes } from './gpu-session.ts';
import { kernels } from './kernels.ts';
import type { Measurement } from './messages.ts';
import { createPacer } from './pacer.ts';
import { collectWindows, figureOf, type WindowPlan, WrongOutput } from './windows.ts';

const workgroups = 1024;
/** Invocations; each reads one vec4 per row. */
const width = 256 * workgroups;
const rowBytes = 16 * width;
const multiplier = 0x9e3779b1;
const windowMs = 200;

/**
 * What one pass over all buffers adds to an invocation's word, modulo 2^32: the sum of (word number + 1) × 0x9e3779b1
 * over the four words of each of its rows.
 */
export const expectedPassSum = (lane: number, buffers: number, rowsPerBuffer: number): number => {
  const rows = BigInt(buffers * rowsPerBuffer);
  const vectors = rows * BigInt(lane) + (BigInt(width) * rows * (rows - 1n)) / 2n;
  return Number(BigInt.asUintN(32, (16n * vectors + 10n * rows) * BigInt(multiplier)));
};

/**
 * @param bytes memory to read over; rounded down to powers of two. Larger than the GPU's caches, or they are measured
 */
export const measureBandwidth = async (
  session: GpuSession,
  bytes: number,
  plan: WindowPlan,
  report: (progress: number) => void,
): Promise<Measurement> => {
  const bufferBytes = Math.max(
    rowBytes,
    Math.min(largestBufferBytes(session.limits), 2 ** 28, 2 ** Math.floor(Math.log2(bytes))),
  );
  const count = Math.max(1, Math.floor(bytes / bufferBytes));
  const rows = bufferBytes / rowBytes;
  const fill = await session.pipeline(kernels.read(), 'fill');
  const read = await session.pipeline(kernels.read(), 'read');
  const sums = await session.storage(4 * width);
  const memory: GPUBuffer[] = [];
  for (let at = 0; at < count; at += 1) memory.push(await session.storage(bufferBytes));
  const dispatch = (pipeline: GPUComputePipeline, at: number, firstRow: number, taken: number): Dispatch => {
    const buffer = memory[at] as GPUBuffer;
    const params = new Uint32Array([(at * bufferBytes) / 4, firstRow, taken]);
    return { pipeline, params, buffers: pipeline === fill ? { 1: buffer } : { 1: buffer, 2: sums }, workgroups };
  };

  const pacer = createPacer(1, rows);
  const chunkRows = (): number => 2 ** Math.floor(Math.log2(pacer.units()));
  for (let at = 0; at < count; at += 1) {
    for (let row = 0; row < rows; ) {
      const taken = Math.min(chunkRows(), rows - row);
      pacer.took(taken, await session.run([dispatch(fill, at, row, taken)]));
      row += taken;
    }
  }
  // reading is seldom slower than writing, and the pacer's aim leaves room for it
  const taken = chunkRows();
  const pass = memory.flatMap((_, at) =>
    Array.from({ length: rows / taken }, (_chunk, chunk) => dispatch(read, at, chunk * taken, taken)),
  );
  let passMs = await session.run(pass);
  const first = expectedPassSum(0, count, rows);
  // neighbours differ by 16 words per row, so only the first sum needs big integers
  const perLane = Math.imul(16 * count * rows, multiplier);

  const window = async (): Promise<number> => {
    const passes = Math.max(1, Math.round(windowMs / Math.max(0.05, passMs)));
    await session.clear(sums);
    const tookMs = await session.run(Array.from({ length: passes }, () => pass).flat());
    passMs = tookMs / passes;
    const words = await session.read(sums, 4 * width);
    for (let lane = 0; lane < width; lane += 1) {
      const expected = Math.imul(passes, first + Math.imul(perLane, lane));
      if (words[lane] !== expected >>> 0) throw new WrongOutput(`sum of invocation ${lane}`);
    }
    return (passes * count * bufferBytes) / tookMs / 1e6;
  };
  const rates = await collectWindows(window, plan, () => performance.now(), report);
  return { verdict: 'passed', figure: figureOf(rates, 'GB/s'), coverage: null, detail: null };
};
