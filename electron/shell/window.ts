/**
 * The one window: its preferences and when it shows itself. What is in it comes from the page; what it may not do is
 * in navigation-guard.ts and permissions.ts.
 */
import { BrowserWindow, type BrowserWindowConstructorOptions } from 'electron';
import { firstPage } from './own-page.ts';

export interface WindowOptions {
  preloadPath: string;
  iconPath: string;
  isDark: boolean;
  /** Only a build from the sources may open the developer tools. */
  hasDevTools: boolean;
}

/** The content area's colour of the design, so that no white flashes before the first paint. */
const backgroundFor = (isDark: boolean): string => (isDark ? '#121417' : '#FFFFFF');

export const windowPreferences = (options: WindowOptions): BrowserWindowConstructorOptions => ({
  width: 1280,
  height: 800,
  minWidth: 900,
  minHeight: 600,
  show: false,
  title: 'Perigee',
  icon: options.iconPath,
  backgroundColor: backgroundFor(options.isDark),
  autoHideMenuBar: true,
  webPreferences: {
    preload: options.preloadPath,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    navigateOnDragDrop: false,
    spellcheck: false,
    devTools: options.hasDevTools,
  },
});

/** Opens the window and begins to load the first page. Returns before either is done. */
export const openWindow = (options: WindowOptions): BrowserWindow => {
  const window = new BrowserWindow(windowPreferences(options));
  window.once('ready-to-show', () => window.show());
  // One fresh start for a page that crashed; a page that crashes again is left, or it would flicker for ever.
  window.webContents.once('render-process-gone', () => window.reload());
  // A failed load shows Chromium's own error page; there is no better sentence to give from here.
  window.loadURL(firstPage).catch(() => {});
  return window;
};

/** Brings the window to the front, out of the dock or from behind. */
export const showWindow = (window: BrowserWindow): void => {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
};
