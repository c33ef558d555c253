/** The test file in rounds of blocks, four of them under way at once: written, and read back and compared. */
import { fdatasync } from 'node:fs';
import { promisify } from 'node:util';
import { WrongOutput } from '../windows.ts';
import { createContent } from './content.ts';
import { alignedBytes, pageBytes, readAt, writeAt } from './direct-io.ts';
import type { TestFile } from './test-file.ts';

/** Requests under way at once: as many as Node has threads for files. */
export const lanes = 4;
const largestBlock = 2 ** 22;

const sync = promisify(fdatasync);

export interface Blocks {
  /** Of one round. */
  roundBytes: number;
  /** Rounds that the file holds at most. */
  rounds: number;
  /** Writes a round; it is on the disk afterwards. @returns milliseconds */
  writeRound(round: number): Promise<number>;
  /** Reads a round and compares every byte, which is not in the time. @returns milliseconds @throws WrongOutput */
  readRound(round: number): Promise<number>;
  /** Reads one page into the buffer of a lane and compares it. @throws WrongOutput */
  readPage(lane: number, page: number): Promise<void>;
}

/** @param bytes of the file, at least 1 MiB */
export const createBlocks = ({ fd }: TestFile, bytes: number): Blocks => {
  const blockBytes = Math.min(largestBlock, pageBytes * Math.floor(bytes / lanes / pageBytes));
  const pagesPerBlock = blockBytes / pageBytes;
  const roundBytes = lanes * blockBytes;
  const content = createContent(blockBytes);
  const buffers = Array.from({ length: lanes }, () => alignedBytes(blockBytes));
  const firstPage = (round: number, lane: number): number => (round * lanes + lane) * pagesPerBlock;
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const begun = performance.now();
    await work();
    return performance.now() - begun;
  };
  const expectRight = (read: Uint8Array, page: number): void => {
    if (!content.isRight(read, page)) throw new WrongOutput(`what lies at byte ${page * pageBytes} of the file`);
  };

  return {
    roundBytes,
    rounds: Math.floor(bytes / roundBytes),
    writeRound: (round) => {
      for (const [lane, buffer] of buffers.entries()) content.write(buffer, firstPage(round, lane));
      return timed(async () => {
        await Promise.all(buffers.map((buffer, lane) => writeAt(fd, buffer, firstPage(round, lane) * pageBytes)));
        await sync(fd);
      });
    },
    readRound: async (round) => {
      const tookMs = await timed(() =>
        Promise.all(buffers.map((buffer, lane) => readAt(fd, buffer, firstPage(round, lane) * pageBytes))),
      );
      for (const [lane, buffer] of buffers.entries()) expectRight(buffer, firstPage(round, lane));
      return tookMs;
    },
    readPage: async (lane, page) => {
      const into = (buffers[lane] as Uint8Array).subarray(0, pageBytes);
      await readAt(fd, into, page * pageBytes);
      expectRight(into, page);
    },
  };
};

/** Part of the progress and at most of the time that the writing takes. */
export const writingShare = 0.4;

/**
 * Writes the file, or as much of it as the time allows: a slow disk gets a smaller file.
 *
 * @returns rounds that were written, at least one
 */
export const writeFile = async (
  blocks: Blocks,
  budgetMs: number,
  report: (progress: number) => void,
): Promise<number> => {
  const begun = performance.now();
  let written = 0;
  while (written < blocks.rounds) {
    await blocks.writeRound(written);
    written += 1;
    report((writingShare * written) / blocks.rounds);
    if (performance.now() - begun >= writingShare * budgetMs) break;
  }
  return written;
};
