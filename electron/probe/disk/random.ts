/**
 * Random reads of the disk under a folder: 4 KiB pages at random places of a file that was just written, past the page
 * cache, four under way at once, each compared. Without a way past the cache it is not offered: it would measure memory.
 */
import type { Measurement } from '../messages.ts';
import { collectWindows, figureOf } from '../windows.ts';
import { createBlocks, lanes, writeFile, writingShare } from './blocks.ts';
import { pageBytes } from './direct-io.ts';
import { type DiskTask, orNotOffered } from './sequential.ts';
import { DiskNotOffered, withTestFile } from './test-file.ts';

const windowMs = 200;

/** @throws WrongOutput when a page is read that was not written */
export const measureRandomReads = (task: DiskTask, report: (progress: number) => void): Promise<Measurement> =>
  orNotOffered(() =>
    withTestFile(task.folder, task.bytes, async (file) => {
      if (!file.isDirect) throw new DiskNotOffered('no way past the page cache');
      const begun = performance.now();
      const blocks = createBlocks(file, task.bytes);
      const written = await writeFile(blocks, task.budgetMs, report);
      const pages = (written * blocks.roundBytes) / pageBytes;
      const window = async (): Promise<number> => {
        const from = performance.now();
        const readUntilOver = async (lane: number): Promise<number> => {
          let reads = 0;
          while (performance.now() - from < windowMs) {
            await blocks.readPage(lane, Math.floor(Math.random() * pages));
            reads += 1;
          }
          return reads;
        };
        const reads = await Promise.all(Array.from({ length: lanes }, (_, lane) => readUntilOver(lane)));
        return reads.reduce((sum, count) => sum + count, 0) / ((performance.now() - from) / 1000);
      };
      const left = { ...task, budgetMs: Math.max(1, task.budgetMs - (performance.now() - begun)) };
      const rates = await collectWindows(
        window,
        left,
        () => performance.now(),
        (progress) => report(writingShare + (1 - writingShare) * progress),
      );
      return { verdict: 'passed', figure: figureOf(rates, 'IOPS'), coverage: null, detail: null };
    }),
  );
