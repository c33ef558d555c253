/** Moves a database folder that cannot be read out of the way, under a name that says when. It deletes nothing. */
import { existsSync, renameSync } from 'node:fs';

/** @returns the folder's new path */
export const setFolderAside = (dir: string, nowMs: number): string => {
  const stamp = new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-');
  let keptAs = `${dir}.corrupt-${stamp}`;
  for (let n = 2; existsSync(keptAs); n += 1) keptAs = `${dir}.corrupt-${stamp}-${n}`;
  renameSync(dir, keptAs);
  return keptAs;
};
