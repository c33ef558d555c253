/** Opens an address in the owner's browser without saying it in a command line, which other users of the machine can read. */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const opener = (platform: NodeJS.Platform): [string, ...string[]] => {
  if (platform === 'darwin') return ['open'];
  return platform === 'win32' ? ['cmd', '/c', 'start', ''] : ['xdg-open'];
};

const attribute = (url: string): string =>
  url.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/**
 * Through a private file that leads there: what such an address holds is a secret for its minutes.
 *
 * @returns false when this machine has nothing to open it with
 */
export const openInBrowser = (url: string, dataDir: string): Promise<boolean> => {
  const folder = join(dataDir, 'run');
  const path = join(folder, 'open.html');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const page = `<!doctype html><meta http-equiv="refresh" content="0;url=${attribute(url)}"><title>Perigee</title>`;
  writeFileSync(path, page, { mode: 0o600 });
  const [program, ...args] = opener(process.platform);
  return new Promise((resolve) => {
    const child = spawn(program, [...args, path], { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
};
