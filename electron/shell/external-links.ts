/**
 * The only way out of the app to the system's browser: addresses on the list, letter for letter, and the one page that the
 * owner named for the wallet. A rule by scheme or by host would leave the rest to a page (`file:`, `smb:`, `ms-msdt:`, a
 * redirector).
 */
import { externalLinks } from '../../shared/domain/web/external-links.ts';
import { isOfPage } from '../wallet/signer-page.ts';

const listed: ReadonlySet<string> = new Set(Object.values(externalLinks));

/**
 * Opens one listed address in the system's browser.
 *
 * @returns whether the address is listed and the system took it; a refused address does nothing
 */
export const openListedLink = (shell: Pick<Electron.Shell, 'openExternal'>, address: string): Promise<boolean> =>
  listed.has(address) ? open(shell, address) : Promise.resolve(false);

/**
 * Opens the page on which the owner's wallet signs, with a request for it.
 *
 * @param page  as the owner named it when starting the app
 * @returns whether the address is of that page and the system took it; any other does nothing
 */
export const openSignerPage = (
  shell: Pick<Electron.Shell, 'openExternal'>,
  address: string,
  page: URL,
): Promise<boolean> => (isOfPage(address, page) ? open(shell, address) : Promise.resolve(false));

const open = async (shell: Pick<Electron.Shell, 'openExternal'>, address: string): Promise<boolean> => {
  try {
    await shell.openExternal(address);
    return true;
  } catch {
    // The system has no browser set up. Nothing is lost: the page shows the address too.
    return false;
  }
};
