/** Where the app's own files are, from the source tree and from a build alike. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Installation {
  rootDir: string;
  version: string;
  assetsDir: string;
  resourcesDir: string;
  localesDir: string;
  probeEntryPath: string;
}

const findRoot = (from: string): string => {
  for (let dir = from; dirname(dir) !== dir; dir = dirname(dir)) {
    if (existsSync(join(dir, 'package.json')) && existsSync(join(dir, 'locales'))) return dir;
  }
  throw new Error(`no installation of Perigee above ${from}`);
};

/** @param from a folder inside the installation */
export const findInstallation = (from: string): Installation => {
  const rootDir = findRoot(from);
  const { version } = JSON.parse(readFileSync(join(rootDir, 'package.json'), 'utf8')) as { version: string };
  const isBuilt = from.startsWith(join(rootDir, 'dist'));
  return {
    rootDir,
    version,
    assetsDir: join(rootDir, 'dist', 'renderer'),
    resourcesDir: join(rootDir, 'resources'),
    localesDir: join(rootDir, 'locales'),
    probeEntryPath: isBuilt
      ? join(rootDir, 'dist', 'probe', 'child.js')
      : join(rootDir, 'electron', 'probe', 'child.ts'),
  };
};
