/**
 * Keeps the window on our own page: no other address is loaded, no second window opens, no webview attaches. A link out
 * goes through external-links.ts or nowhere.
 */
import { isOwnPage } from './own-page.ts';

export type GuardedContents = Pick<Electron.WebContents, 'on' | 'setWindowOpenHandler'>;

/**
 * @param openExternally  told every address that a page wanted in a new window; decides by itself whether the system's
 *   browser may have it
 */
export const guardNavigation = (contents: GuardedContents, openExternally: (address: string) => void): void => {
  const stayHome = (event: Pick<Electron.Event, 'preventDefault'> & { readonly url: string }): void => {
    if (!isOwnPage(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stayHome);
  contents.on('will-frame-navigate', stayHome);
  contents.on('will-redirect', stayHome);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    openExternally(url);
    return { action: 'deny' };
  });
};
