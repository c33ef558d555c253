/**
 * The built pages, read once at start: a path is served only if it was there then, so no request can name a file of its
 * own choosing, and an update of the app under a running core does not tear its pages.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

export interface Asset {
  content: Buffer;
  type: string;
  /** Names with a hash never change. */
  isImmutable: boolean;
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** @returns by URL path; `/` is index.html. Empty when the folder is missing. */
export const readAssets = (dir: string): ReadonlyMap<string, Asset> => {
  const assets = new Map<string, Asset>();
  let entries: ReturnType<typeof read>;
  try {
    entries = read(dir);
  } catch {
    return assets;
  }
  for (const file of entries) {
    const type = types[extname(file)];
    if (type === undefined) continue;
    const path = `/${relative(dir, file).split(sep).join('/')}`;
    assets.set(path, { content: readFileSync(file), type, isImmutable: path.startsWith('/assets/') });
  }
  const index = assets.get('/index.html');
  if (index) assets.set('/', index);
  return assets;
};

const read = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
