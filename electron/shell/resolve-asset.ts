/**
 * From an address of our own scheme to a file below the renderer's folder, or to a refusal. Pure: no file is looked at.
 * An absolute path would escape `resolve`, so the leading slash goes first and the containment is checked after.
 */
import type { PlatformPath } from 'node:path';
import { parseOwnPage } from './own-page.ts';

export type Asset = { kind: 'file'; path: string } | { kind: 'refused'; reason: 'foreign' | 'malformed' | 'outside' };

/** What the build names its files with. Leaves out NUL, `\`, `:` (drives, streams), `%` (a second encoding) and `~`. */
const plainSegment = /^[A-Za-z0-9_@+-][A-Za-z0-9_@+.-]*$/;

/** Names that Windows gives to devices, whatever their extension. */
const deviceName = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;

const isPlainSegment = (segment: string): boolean =>
  plainSegment.test(segment) && !segment.endsWith('.') && !deviceName.test(segment);

const decode = (text: string): string | null => {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
};

/**
 * The file behind one request; `/` is `index.html`. The query is ignored.
 *
 * @param address  the request's full address
 * @param rootDir  absolute path of the built renderer
 * @param path  the rules of the system that `rootDir` lives on (`node:path`, or its win32 or posix half)
 */
export const resolveAsset = (address: string, rootDir: string, path: Pick<PlatformPath, 'resolve' | 'sep'>): Asset => {
  const url = parseOwnPage(address);
  if (url === null) return { kind: 'refused', reason: 'foreign' };
  const decoded = decode(url.pathname);
  if (decoded === null) return { kind: 'refused', reason: 'malformed' };
  const relative = decoded.replace(/^\//, '');
  const segments = relative === '' ? ['index.html'] : relative.split('/');
  if (!segments.every(isPlainSegment)) return { kind: 'refused', reason: 'malformed' };
  const file = path.resolve(rootDir, ...segments);
  // Unreachable by the rule above, and checked all the same: a looser rule one day must not open the disk.
  return file.startsWith(rootDir + path.sep) ? { kind: 'file', path: file } : { kind: 'refused', reason: 'outside' };
};
