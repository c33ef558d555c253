/** Room on the disk that a folder lies on. Reads only. */
import { statfs } from 'node:fs/promises';
import path from 'node:path';
import type { Inventory } from '../../../shared/contract/app/machine.ts';
import { settleWithin } from '../deadline.ts';

/** A network drive whose server is gone answers after minutes. */
const diskTimeoutMs = 3_000;

/** Free bytes are those that the owner may use, without the file system's reserve. */
const measure = async (folder: string, atPath: string): Promise<Inventory['disk']> => {
  try {
    const stats = await statfs(atPath);
    return { path: folder, totalBytes: stats.blocks * stats.bsize, freeBytes: stats.bavail * stats.bsize };
  } catch {
    // The folder may not exist before the first run; its nearest existing parent lies on the same disk.
    const parent = path.dirname(atPath);
    return parent === atPath ? { path: folder, totalBytes: null, freeBytes: null } : measure(folder, parent);
  }
};

/** @returns sizes in bytes, null when nobody can say; @throws CANCELLED */
export const readDisk = (folder: string, signal: AbortSignal): Promise<Inventory['disk']> => {
  const unknown = { path: folder, totalBytes: null, freeBytes: null };
  return settleWithin(measure(folder, path.resolve(folder)), diskTimeoutMs, signal, () => unknown);
};
