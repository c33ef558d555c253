import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { shellPathsFor } from './shell-paths.ts';

const root = path.resolve(import.meta.dirname, '../..');

it('finds sentences and icons where the sources have them', () => {
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    const paths = shellPathsFor(root, '/nowhere', false, platform);
    for (const file of [paths.localesDir, paths.resourcesDir, paths.windowIconPath, paths.trayIconPath])
      expect(existsSync(file), file).toBe(true);
  }
});

it('looks beside the archive for what other programs read, and inside it for the rest', () => {
  const paths = shellPathsFor('/opt/Perigee/resources/app.asar', '/opt/Perigee/resources', true, 'linux');
  expect(paths.resourcesDir).toBe(path.join('/opt/Perigee/resources', 'perigee'));
  expect(paths.updateConfigPath).toBe(path.join('/opt/Perigee/resources', 'app-update.yml'));
  expect(paths.preloadPath).toBe(path.join('/opt/Perigee/resources/app.asar', 'dist/shell/preload.cjs'));
});
