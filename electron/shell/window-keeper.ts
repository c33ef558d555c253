/** Holds the one window while there is one. Closing it frees the page; the work goes on and the tray opens a new one. */
import { app, type BrowserWindow, nativeTheme } from 'electron';
import type { ShellPaths } from './shell-paths.ts';
import { openWindow, showWindow } from './window.ts';

export interface WindowKeeper {
  /** null while there is no window. */
  contentsId(): number | null;
  /** Opens the window, or brings it to the front. */
  show(): void;
}

/** @param onSessionEnd  Windows is ending the session, which it does without asking the app to quit */
export const createWindowKeeper = (
  paths: Pick<ShellPaths, 'preloadPath' | 'windowIconPath'>,
  onSessionEnd: () => void,
): WindowKeeper => {
  let window: BrowserWindow | null = null;

  const open = (): BrowserWindow => {
    const opened = openWindow({
      preloadPath: paths.preloadPath,
      iconPath: paths.windowIconPath,
      isDark: nativeTheme.shouldUseDarkColors,
      hasDevTools: !app.isPackaged,
    });
    opened.once('closed', () => {
      window = null;
    });
    opened.once('session-end', onSessionEnd);
    return opened;
  };

  return {
    contentsId: () => window?.webContents.id ?? null,
    show: () => {
      if (window === null) window = open();
      else showWindow(window);
    },
  };
};
