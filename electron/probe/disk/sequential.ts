/**
 * Sequential speed of the disk under a folder. The figure is the speed of reading back a file that was just written, past
 * the page cache. Where the system offers no way past it, reads would be as fast as memory; then the figure is the
 * speed of writing, each round brought to the disk before it counts, and `detail` says so. The drive's own cache is part
 * of the drive.
 */
import type { Measurement, MeasureTask } from '../messages.ts';
import { collectWindows, figureOf } from '../windows.ts';
import { type Blocks, createBlocks, writeFile, writingShare } from './blocks.ts';
import { DiskNotOffered, withTestFile } from './test-file.ts';

export type DiskTask = Extract<MeasureTask, { kind: 'disk_sequential' | 'disk_random' }>;

const windowMs = 200;

/** What cannot be measured here is told as a verdict. */
export const orNotOffered = async (work: () => Promise<Measurement>): Promise<Measurement> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DiskNotOffered)) throw error;
    return { verdict: 'not_offered', figure: null, coverage: null, detail: error.message };
  }
};

/** Goes over the rounds of a file again and again. @returns a window of `act`, in MB/s */
const windowOver = (
  { roundBytes }: Blocks,
  rounds: number,
  act: (round: number) => Promise<number>,
): (() => Promise<number>) => {
  let next = 0;
  return async () => {
    let bytes = 0;
    let tookMs = 0;
    while (tookMs < windowMs) {
      tookMs += await act(next % rounds);
      bytes += roundBytes;
      next += 1;
    }
    return bytes / tookMs / 1000;
  };
};

/** @throws WrongOutput when a byte is read that was not written */
export const measureSequential = (task: DiskTask, report: (progress: number) => void): Promise<Measurement> =>
  orNotOffered(() =>
    withTestFile(task.folder, task.bytes, async (file) => {
      const begun = performance.now();
      const blocks = createBlocks(file, task.bytes);
      const written = await writeFile(blocks, task.budgetMs, report);
      const act = file.isDirect ? blocks.readRound : blocks.writeRound;
      const left = { ...task, budgetMs: Math.max(1, task.budgetMs - (performance.now() - begun)) };
      const rates = await collectWindows(
        windowOver(blocks, written, act),
        left,
        () => performance.now(),
        (progress) => report(writingShare + (1 - writingShare) * progress),
      );
      if (!file.isDirect) for (let round = 0; round < written; round += 1) await blocks.readRound(round);
      return {
        verdict: 'passed',
        figure: figureOf(rates, 'MB/s'),
        coverage: null,
        detail: file.isDirect ? null : 'speed of writing: no way past the page cache for reads',
      };
    }),
  );
