/** Runs one of the pattern kernels over all shards in dispatches of bearable length, and sees that each one ran. */
import type { Dispatch, GpuSession } from '../gpu-session.ts';
import { kernels } from '../kernels.ts';
import { createPacer, type Pacer } from '../pacer.ts';
import { WrongOutput } from '../windows.ts';
import { type Findings, resultBytes } from './findings.ts';
import { keyForShard, type MemoryTest, type PassPattern } from './pass-pattern.ts';
import type { Shard } from './shards.ts';

const blockBytes = 1024;
const blocksPerGroup = 32;
/** 8 GiB between two looks at the result: its counts have 32 bits. */
const mostBlocks = 2 ** 23;
const testNumbers: Record<MemoryTest, number> = { own_address: 0, moving_inversions: 1, random: 2 };

const kernelNames = ['fill', 'invert', 'verify'] as const;
export type SweepKernel = (typeof kernelNames)[number];

export interface Sweep {
  kernel: SweepKernel;
  pattern: PassPattern;
  /** Whether the inverse is expected. */
  isInverted: boolean;
  /** The shards' numbers in the order in which they are visited. */
  order: readonly number[];
  /** Odd; permutes the blocks of each shard. */
  stride: number;
}

/** @throws WrongOutput when a dispatch did not do all of its blocks, GpuFault */
export type Sweeper = (sweep: Sweep, report: (share: number) => void) => Promise<void>;

export const createSweeper = async (
  session: GpuSession,
  shards: readonly Shard[],
  result: GPUBuffer,
  findings: Findings,
): Promise<Sweeper> => {
  const code = kernels.pattern();
  const tools = {} as Record<SweepKernel, { pipeline: GPUComputePipeline; pacer: Pacer }>;
  for (const kernel of kernelNames) {
    tools[kernel] = { pipeline: await session.pipeline(code, kernel), pacer: createPacer(1024, mostBlocks) };
  }
  const allBlocks = shards.reduce((sum, { bytes }) => sum + bytes, 0) / blockBytes;

  const dispatch = (sweep: Sweep, at: number, firstBlock: number, blocks: number): Dispatch => {
    const { buffer, bytes, firstByte } = shards[at] as Shard;
    const params = new Uint32Array([
      firstByte % 2 ** 32,
      Math.floor(firstByte / 2 ** 32),
      at,
      testNumbers[sweep.pattern.test],
      keyForShard(sweep.pattern, at),
      sweep.isInverted ? 0xffffffff : 0,
      firstBlock,
      blocks,
      bytes / blockBytes - 1,
      sweep.stride,
    ]);
    const workgroups = Math.ceil(blocks / blocksPerGroup);
    return { pipeline: tools[sweep.kernel].pipeline, params, buffers: { 1: buffer, 2: result }, workgroups };
  };

  return async (sweep, report) => {
    const { pacer } = tools[sweep.kernel];
    let batch: Dispatch[] = [];
    let batchBlocks = 0;
    let doneBlocks = 0;
    const runBatch = async (): Promise<void> => {
      await session.clear(result);
      pacer.took(batchBlocks, await session.run(batch));
      const words = await session.read(result, resultBytes);
      if (words[0] !== batchBlocks) throw new WrongOutput(`${sweep.kernel} did ${words[0]} of ${batchBlocks} blocks`);
      findings.add(words);
      doneBlocks += batchBlocks;
      batch = [];
      batchBlocks = 0;
      report(doneBlocks / allBlocks);
    };
    for (const at of sweep.order) {
      const blocks = (shards[at] as Shard).bytes / blockBytes;
      for (let first = 0; first < blocks; ) {
        const taken = Math.min(pacer.units() - batchBlocks, blocks - first);
        batch.push(dispatch(sweep, at, first, taken));
        batchBlocks += taken;
        first += taken;
        if (batchBlocks === pacer.units()) await runBatch();
      }
    }
    if (batchBlocks > 0) await runBatch();
  };
};
