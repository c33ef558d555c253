/**
 * What the disk's test file holds: random bytes that no drive can shrink, every page marked with its own number and the
 * run's key, so that each page is told from all others and from those of an earlier run. It does no I/O.
 */
import { randomBytes } from 'node:crypto';
import { pageBytes } from './direct-io.ts';

export interface Content {
  /** Writes what belongs into the pages from `firstPage` on. @param into whole pages, at most a block of them */
  write(into: Uint8Array, firstPage: number): void;
  /** Whether every byte is what `write` writes there. */
  isRight(read: Uint8Array, firstPage: number): boolean;
}

/** @param blockBytes whole pages; the random bytes repeat after them, the marks never */
export const createContent = (blockBytes: number): Content => {
  const noise = randomBytes(blockBytes);
  const key = randomBytes(4).readUInt32LE();
  const expected = Buffer.alloc(blockBytes);

  const write = (into: Uint8Array, firstPage: number): void => {
    const view = new DataView(into.buffer, into.byteOffset, into.byteLength);
    for (let at = 0; at < into.length; at += pageBytes) {
      const page = firstPage + at / pageBytes;
      const from = (page * pageBytes) % blockBytes;
      into.set(noise.subarray(from, from + pageBytes), at);
      view.setUint32(at, page, true);
      view.setUint32(at + 4, key, true);
    }
  };
  return {
    write,
    isRight: (read, firstPage) => {
      const wanted = expected.subarray(0, read.length);
      write(wanted, firstPage);
      return Buffer.compare(wanted, read) === 0;
    },
  };
};
