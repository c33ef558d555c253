/** Where the shell finds its own files, packaged or run from the sources. Pure. */
import path from 'node:path';

export interface ShellPaths {
  rendererDir: string;
  preloadPath: string;
  probeEntryPath: string;
  localesDir: string;
  resourcesDir: string;
  windowIconPath: string;
  trayIconPath: string;
  /** What electron-builder wrote about updates; absent from the sources and from unpublished builds. */
  updateConfigPath: string;
}

/**
 * @param appPath  `app.getAppPath()`: the archive when packaged, else the repository
 * @param systemResourcesDir  `process.resourcesPath`: the folder beside the archive
 */
export const shellPathsFor = (
  appPath: string,
  systemResourcesDir: string,
  isPackaged: boolean,
  platform: NodeJS.Platform,
): ShellPaths => {
  // Outside the archive when packaged, so that other programs (the engine, the desktop's tray) can read them too.
  const resourcesDir = isPackaged ? path.join(systemResourcesDir, 'perigee') : path.join(appPath, 'resources');
  const trayIcon = platform === 'darwin' ? 'trayTemplate.png' : 'tray.png';
  return {
    rendererDir: path.join(appPath, 'dist', 'renderer'),
    preloadPath: path.join(appPath, 'dist', 'shell', 'preload.cjs'),
    probeEntryPath: path.join(appPath, 'dist', 'probe', 'child.js'),
    localesDir: path.join(appPath, 'locales'),
    resourcesDir,
    windowIconPath: path.join(resourcesDir, 'icons', 'app', '256x256.png'),
    trayIconPath: path.join(resourcesDir, 'icons', trayIcon),
    updateConfigPath: path.join(systemResourcesDir, 'app-update.yml'),
  };
};
