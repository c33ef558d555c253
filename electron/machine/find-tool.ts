/** Where a vendor's command-line tool may lie. Looks at file names only; never runs anything. */
import { constants } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import path from 'node:path';

export interface ToolPlaces {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const pathsOf = ({ platform }: ToolPlaces): path.PlatformPath => (platform === 'win32' ? path.win32 : path.posix);

/** Folders that the vendors install to and that may be missing from PATH; the name of a version stands as `*`. */
const vendorDirs = ({ platform, env }: ToolPlaces): string[] => {
  if (platform === 'win32') {
    const systemRoot = env.SystemRoot ?? env.SYSTEMROOT ?? 'C:\\Windows';
    const programFiles = env.ProgramFiles ?? env.PROGRAMFILES ?? 'C:\\Program Files';
    return [
      `${systemRoot}\\System32`,
      `${systemRoot}\\System32\\WindowsPowerShell\\v1.0`,
      `${programFiles}\\NVIDIA Corporation\\NVSMI`,
      `${programFiles}\\AMD\\ROCm\\*\\bin`,
      `${programFiles}\\AMD\\amdsmi\\bin`,
      `${programFiles}\\Intel\\XPU Manager`,
      `${programFiles}\\Intel\\XPU Manager\\bin`,
      `${programFiles}\\Intel\\XPU-SMI`,
      `${programFiles}\\Intel\\xpu-smi`,
    ];
  }
  if (platform === 'linux') {
    const system = ['/usr/bin', '/usr/local/bin', '/usr/sbin', '/usr/local/sbin', '/sbin', '/bin', '/opt/bin'];
    return [...system, '/opt/rocm/bin', '/opt/rocm-*/bin', '/usr/lib/wsl/lib', '/run/current-system/sw/bin'];
  }
  return ['/usr/local/bin', '/opt/homebrew/bin', '/usr/bin', '/usr/sbin'];
};

/**
 * Full paths to try, best first; a folder's name may hold one `*`. On Windows the vendor's own folders come before
 * PATH, whose folders another program may have made writable to everyone; relative PATH entries are left out
 * everywhere, because they name whatever folder the app happens to be started in.
 */
export const toolCandidates = (tool: string, places: ToolPlaces): string[] => {
  const isWindows = places.platform === 'win32';
  const paths = pathsOf(places);
  const fileName = isWindows ? `${tool}.exe` : tool;
  const searchDirs = (places.env.PATH ?? places.env.Path ?? '')
    .split(paths.delimiter)
    // A star in PATH is a folder's name and no pattern of ours.
    .filter((dir) => paths.isAbsolute(dir) && !dir.includes('*'));
  const dirs = isWindows ? [...vendorDirs(places), ...searchDirs] : [...searchDirs, ...vendorDirs(places)];
  return [...new Set(dirs.map((dir) => paths.join(dir, fileName)))];
};

const byVersion = new Intl.Collator('en', { numeric: true });

/**
 * @param candidate `/opt/rocm-*` + `/bin/rocm-smi`
 * @param names what lies in the folder of the name with the star
 * @returns the paths that it stands for, the newest version first
 */
export const expandCandidate = (candidate: string, names: readonly string[], paths: path.PlatformPath): string[] => {
  const parts = candidate.split(paths.sep);
  const at = parts.findIndex((part) => part.includes('*'));
  const [before = '', after = ''] = (parts[at] ?? '').split('*');
  return names
    .filter((name) => name.startsWith(before) && name.endsWith(after) && name.length > before.length + after.length)
    .toSorted((a, b) => byVersion.compare(b, a))
    .map((name) => parts.with(at, name).join(paths.sep));
};

const expand = async (candidate: string, paths: path.PlatformPath): Promise<string[]> => {
  if (!candidate.includes('*')) return [candidate];
  const folder = paths.dirname(candidate.slice(0, candidate.indexOf('*') + 1));
  // A vendor that is not installed has no folder; that is an ordinary answer.
  const names = await readdir(folder).catch(() => []);
  return expandCandidate(candidate, names, paths);
};

const canRun = async (file: string): Promise<boolean> => {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** @returns the tool's full path; null when it is not installed */
export const findTool = async (tool: string, places: ToolPlaces): Promise<string | null> => {
  for (const candidate of toolCandidates(tool, places)) {
    for (const file of await expand(candidate, pathsOf(places))) {
      if (await canRun(file)) return file;
    }
  }
  return null;
};
