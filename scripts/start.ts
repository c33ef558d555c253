/**
 * `npm start`: the desktop window where Electron's binary and a display are there, else the same UI on loopback, its
 * address printed and, on a desktop, opened.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfStale } from './build.ts';
import { run, runNode } from './run-node.ts';

const root = join(import.meta.dirname, '..');

/** Electron's own package says where its binary is, once it has been fetched. */
const electronBinary = (): string | null => {
  const dir = join(root, 'node_modules/electron');
  try {
    const path = join(dir, 'dist', readFileSync(join(dir, 'path.txt'), 'utf8').trim());
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
};

const hasDisplay = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

await buildIfStale();
const electron = hasDisplay() ? electronBinary() : null;
process.exitCode =
  electron === null
    ? await runNode(join(root, 'dist/headless/main.js'), [
        'up',
        ...(hasDisplay() ? ['--open'] : []),
        ...process.argv.slice(2),
      ])
    : await run(electron, [root, ...process.argv.slice(2)]);
