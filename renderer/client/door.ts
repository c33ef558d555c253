/** Chooses the way to the core: the desktop's bridge where the preload put one, else the browser's socket. */
import { createBrowserDoor } from './browser-door.ts';
import type { Door } from './core-client.ts';
import { createDesktopDoor, type DesktopBridge } from './desktop-door.ts';

declare global {
  interface Window {
    readonly perigee?: DesktopBridge;
  }
}

export const chooseDoor = (page: Window): Door =>
  page.perigee ? createDesktopDoor(page, page.perigee) : createBrowserDoor(page);
