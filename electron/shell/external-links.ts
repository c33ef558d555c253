/**
 * The only way out of the app to the system's browser: addresses on the list, letter for letter. A rule by scheme or by
 * host would leave the rest to the page (`file:`, `smb:`, `ms-msdt:`, a redirector).
 */
import { externalLinks } from '../../shared/domain/web/external-links.ts';

const listed: ReadonlySet<string> = new Set(Object.values(externalLinks));

/**
 * Opens one listed address in the system's browser.
 *
 * @returns whether the address is listed and the system took it; a refused address does nothing
 */
export const openListedLink = async (
  shell: Pick<Electron.Shell, 'openExternal'>,
  address: string,
): Promise<boolean> => {
  if (!listed.has(address)) return false;
  try {
    await shell.openExternal(address);
    return true;
  } catch {
    // The system has no browser set up. Nothing is lost: the page shows the address too.
    return false;
  }
};
