/** A small file system of a test's own, where this machine lets us mount one. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface OwnMount {
  readonly path: string;
  /** Mounts it again with other options, such as `ro` or `size=8m`. */
  change(options: string): void;
  close(): void;
}

/** @param options of tmpfs, such as `size=2m` */
export const mountOwn = (options: string): OwnMount => {
  const path = mkdtempSync(join(tmpdir(), 'perigee-mount-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'perigee-test', path], { stdio: 'pipe' });
  return {
    path,
    change: (next) => void execFileSync('mount', ['-o', `remount,${next}`, path], { stdio: 'pipe' }),
    close: () => {
      execFileSync('umount', ['-l', path], { stdio: 'pipe' });
      rmSync(path, { recursive: true, force: true });
    },
  };
};

const tried = (): string | null => {
  if (process.platform !== 'linux') return 'mounting a small file system needs Linux';
  try {
    mountOwn('size=1m').close();
    return null;
  } catch (error) {
    return `mounting is not permitted here: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''}`;
  }
};

/** Why no test can mount here; null when it can. */
export const cannotMount = tried();
