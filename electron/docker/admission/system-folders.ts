/** Folders of a container that show the host's kernel. Pure. */
import { posix } from 'node:path';

/** Whether a path, once `..` and doubled slashes are gone, lies at or below /proc or /sys. */
export const isUnderProc = (path: string): boolean => /^\/+(?:proc|sys)(?:\/|$)/.test(posix.normalize(path));
