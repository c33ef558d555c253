import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inOwnLinux, ownLinuxDir, wslProgram } from './own-linux.ts';

it('is asked for by words that no shell reads, by a program whose place is known', () => {
  expect(inOwnLinux('docker', 'info').join(' ')).toBe('--distribution perigee --user root --exec docker info');
  expect(wslProgram('win32', { SystemRoot: 'D:\\Windows' })).toBe('D:\\Windows\\System32\\wsl.exe');
  expect(ownLinuxDir({ LOCALAPPDATA: join('a', 'b') }, 'c')).toBe(join('a', 'b', 'PerigeeEngine'));
  expect(ownLinuxDir({}, 'c')).toBe(join('c', 'AppData', 'Local', 'PerigeeEngine'));
});
