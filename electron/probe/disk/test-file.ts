/**
 * The file that the disk is measured with: made in one folder, never so large that the disk would be nearly full, and
 * gone afterwards whatever happens. It touches no other file than those that bear its own name.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, constants, openSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { cachingOf, directFlag } from './direct-io.ts';

/** Thrown where the disk cannot be measured, which is no fault of it. */
export class DiskNotOffered extends Error {
  override readonly name = 'DiskNotOffered';
}

/** Part of the disk that stays free for others. */
const leastFree = 0.1;

/** Whether a file of `bytes` leaves a tenth of the disk free. */
export const hasRoom = (disk: { totalBytes: number; freeBytes: number }, bytes: number): boolean =>
  disk.freeBytes - bytes >= leastFree * disk.totalBytes;

const ownName = /^perigee-disk-check-\d{1,10}-[0-9a-f]{8}\.tmp$/;
export const isOwnName = (name: string): boolean => ownName.test(name);

/** What a run that was killed left, where a file cannot lose its name while it is open. */
const removeLeftovers = (folder: string): void => {
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isFile() && isOwnName(entry.name)) rmSync(join(folder, entry.name), { force: true });
};

const refusesDirect = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['EINVAL', 'ENOTSUP', 'EOPNOTSUPP'].includes(String(error.code));

const openNew = (path: string, direct: number | null): { fd: number; isDirect: boolean } => {
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL;
  if (direct !== null) {
    try {
      return { fd: openSync(path, flags | direct, 0o600), isDirect: true };
    } catch (error) {
      if (!refusesDirect(error)) throw error;
      // Linux makes the file before it refuses the flag.
      rmSync(path, { force: true });
    }
  }
  return { fd: openSync(path, flags, 0o600), isDirect: false };
};

export interface TestFile {
  fd: number;
  /** Whether its reads and writes go round the page cache. */
  isDirect: boolean;
}

/**
 * @param bytes that `work` will write at most
 * @throws DiskNotOffered when there is too little room, or the folder lies in memory
 */
export const withTestFile = async <T>(
  folder: string,
  bytes: number,
  work: (file: TestFile) => Promise<T>,
  platform: NodeJS.Platform = process.platform,
): Promise<T> => {
  removeLeftovers(folder);
  const { type, bsize, blocks, bavail } = statfsSync(folder);
  const caching = cachingOf(type, platform);
  if (caching === 'memory') throw new DiskNotOffered('the folder lies in memory');
  if (!hasRoom({ totalBytes: blocks * bsize, freeBytes: bavail * bsize }, bytes))
    throw new DiskNotOffered('less than a tenth of the disk would stay free');
  const path = join(folder, `perigee-disk-check-${process.pid}-${randomBytes(4).toString('hex')}.tmp`);
  const { fd, isDirect } = openNew(path, directFlag(platform));
  try {
    // Without a name it ends with this process, however that ends. Windows keeps the name while the file is open.
    if (platform !== 'win32') rmSync(path);
    return await work({ fd, isDirect: isDirect && caching === 'disk' });
  } finally {
    closeSync(fd);
    rmSync(path, { force: true });
  }
};
