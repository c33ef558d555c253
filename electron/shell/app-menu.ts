/**
 * The menu bar. macOS needs one for its own keys (copy, paste, quit); elsewhere there is none. Electron's default menu
 * would bring links to the web and the developer tools.
 */
import { Menu } from 'electron';

export const setAppMenu = (platform: NodeJS.Platform): void => {
  const menu =
    platform === 'darwin'
      ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }])
      : null;
  Menu.setApplicationMenu(menu);
};
