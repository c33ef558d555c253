/**
 * The one address that the window may show, and the rule that tells it from every other. Navigation, IPC senders and
 * the asset server all ask here, so that there is one answer.
 */

export const appScheme = 'app';
export const appHost = 'perigee';
/** As Chromium prints it in `location.origin` and `WebFrameMain.origin`. */
export const appOrigin = `${appScheme}://${appHost}`;
export const firstPage = `${appOrigin}/`;

/**
 * Our own address, parsed; null for every other one. Compares the parsed parts, never a prefix: `app://perigee.evil/`
 * and `app://perigee@evil/` begin like ours.
 *
 * @param address  any text, also one that is no address at all
 */
export const parseOwnPage = (address: string): URL | null => {
  const url = URL.parse(address);
  if (url === null) return null;
  const isOurs = url.protocol === `${appScheme}:` && url.hostname === appHost;
  const isPlain = url.port === '' && url.username === '' && url.password === '';
  return isOurs && isPlain ? url : null;
};

export const isOwnPage = (address: string): boolean => parseOwnPage(address) !== null;
