/** Where a vendor's command-line tool may lie. Looks at file names only; never runs anything. */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';

export interface ToolPlaces {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Folders that the vendors install to and that may be missing from PATH: WSL, NixOS, old NVIDIA installers. */
const vendorDirs = ({ platform, env }: ToolPlaces): string[] => {
  if (platform === 'win32') {
    const systemRoot = env.SystemRoot ?? env.SYSTEMROOT ?? 'C:\\Windows';
    const programFiles = env.ProgramFiles ?? env.PROGRAMFILES ?? 'C:\\Program Files';
    return [`${systemRoot}\\System32`, `${programFiles}\\NVIDIA Corporation\\NVSMI`];
  }
  if (platform === 'linux') {
    return ['/usr/bin', '/usr/local/bin', '/opt/bin', '/usr/lib/wsl/lib', '/run/current-system/sw/bin'];
  }
  return ['/usr/local/bin', '/opt/homebrew/bin', '/usr/bin'];
};

/**
 * Full paths to try, best first. On Windows the vendor's own folders come before PATH, whose folders another program
 * may have made writable to everyone; relative PATH entries are left out everywhere, because they name whatever folder
 * the app happens to be started in.
 */
export const toolCandidates = (tool: string, places: ToolPlaces): string[] => {
  const isWindows = places.platform === 'win32';
  const paths = isWindows ? path.win32 : path.posix;
  const fileName = isWindows ? `${tool}.exe` : tool;
  const searchDirs = (places.env.PATH ?? places.env.Path ?? '')
    .split(paths.delimiter)
    .filter((dir) => paths.isAbsolute(dir));
  const dirs = isWindows ? [...vendorDirs(places), ...searchDirs] : [...searchDirs, ...vendorDirs(places)];
  return [...new Set(dirs.map((dir) => paths.join(dir, fileName)))];
};

/** @returns the tool's full path; null when it is not installed */
export const findTool = async (tool: string, places: ToolPlaces): Promise<string | null> => {
  for (const candidate of toolCandidates(tool, places)) {
    try {
      await access(candidate, constants.X_OK);
      return candidate;
    } catch {
      // Not here; a missing tool is an ordinary answer.
    }
  }
  return null;
};
