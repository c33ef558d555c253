/** Moves a file that cannot be read out of the way, under a name that says when. Nothing is ever overwritten. */
import { existsSync, renameSync } from 'node:fs';

/**
 * @param also suffixes of companion files that move with it, such as `-wal`
 * @returns the new path
 */
export const setAside = (path: string, nowMs: number, also: readonly string[] = []): string => {
  const stamp = new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-');
  let keptAs = `${path}.corrupt-${stamp}`;
  for (let n = 2; existsSync(keptAs); n += 1) keptAs = `${path}.corrupt-${stamp}-${n}`;
  renameSync(path, keptAs);
  for (const suffix of also) if (existsSync(path + suffix)) renameSync(path + suffix, keptAs + suffix);
  return keptAs;
};
