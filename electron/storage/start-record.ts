/**
 * How often in a row the app began and was gone again before it was ready to earn or had lasted a minute. Kept outside
 * the database, because that may be what ends it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface StartRecord {
  /** Starts before this one, in a row, that did not last. */
  readonly failed: number;
  /** This one lasted, got ready, or ended in order. */
  settle(): void;
}

/** A start that lasts as long as this was none of a crash loop. */
export const soundAfterMs = 60_000;

const readCount = (path: string): number => {
  try {
    const count = Number(readFileSync(path, 'utf8').trim());
    return Number.isSafeInteger(count) && count >= 0 ? count : 0;
  } catch {
    return 0;
  }
};

export const openStartRecord = (dataDir: string): StartRecord => {
  const path = join(dataDir, 'starts');
  const failed = readCount(path);
  const write = (count: number): void => {
    try {
      writeFileSync(path, `${count}\n`, { mode: 0o600 });
    } catch {
      // A full disk must not keep the app from starting; it then merely forgets.
    }
  };
  write(failed + 1);
  return { failed, settle: () => write(0) };
};
