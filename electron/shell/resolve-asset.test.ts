import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveAsset } from './resolve-asset.ts';

const posixRoot = '/opt/perigee/dist/renderer';
const windowsRoot = 'C:\\Program Files\\Perigee\\dist\\renderer';
const onPosix = (address: string) => resolveAsset(address, posixRoot, path.posix);
const onWindows = (address: string) => resolveAsset(address, windowsRoot, path.win32);

const served: [address: string, file: string][] = [
  ['app://perigee/', 'index.html'],
  ['app://perigee', 'index.html'],
  ['app://perigee/index.html', 'index.html'],
  ['app://perigee/index.html?v=2#devices', 'index.html'],
  ['app://perigee/assets/index-D3f_9a.js', 'assets/index-D3f_9a.js'],
  ['app://perigee/assets/index-D3f_9a.css', 'assets/index-D3f_9a.css'],
  ['app://perigee/assets/../index.html', 'index.html'],
  ['app://perigee/assets/%2e%2e/index.html', 'index.html'],
  ['app://perigee/../../index.html', 'index.html'],
  ['app://perigee/%69ndex.html', 'index.html'],
];

const refused = [
  'app://perigee//etc/passwd',
  'app://perigee///etc/passwd',
  'app://perigee/%2fetc/passwd',
  'app://perigee/%2Fetc%2Fpasswd',
  'app://perigee/..%2f..%2fetc/passwd',
  'app://perigee/%2e%2e%2f%2e%2e%2fetc/passwd',
  'app://perigee/assets/..%2f..%2f..%2fshell/main.js',
  'app://perigee/%252e%252e/%252e%252e/etc/passwd',
  'app://perigee/..\\..\\windows\\win.ini',
  'app://perigee/..%5c..%5cwindows%5cwin.ini',
  'app://perigee/%5c%5cserver%5cshare%5cfile.txt',
  'app://perigee/\\\\server\\share\\file.txt',
  'app://perigee/C:/Windows/win.ini',
  'app://perigee/c%3a/Windows/win.ini',
  'app://perigee/C:%5cWindows%5cwin.ini',
  'app://perigee/index.html::$DATA',
  'app://perigee/index.html%00.png',
  'app://perigee/%00',
  'app://perigee/index%0a.html',
  'app://perigee/%7f.html',
  'app://perigee/%',
  'app://perigee/%zz.html',
  'app://perigee/%c0%ae%c0%ae/etc/passwd',
  'app://perigee/%ff.html',
  'app://perigee/con',
  'app://perigee/CON.html',
  'app://perigee/assets/lpt1.js',
  'app://perigee/index.html.',
  'app://perigee/index.html%20',
  'app://perigee/.env',
  'app://perigee/assets/.hidden/x.js',
  'app://perigee/...',
  'app://perigee/assets/',
  'app://perigee/~root/.ssh/id_rsa',
  'app://perigee/a*b.js',
  'app://perigee/ındex.html',
  'app://evil/index.html',
  'app://perigee.evil/index.html',
  'app://evil@perigee/index.html',
  'file:///etc/passwd',
  'https://perigee/index.html',
  'index.html',
];

describe('from an address to a file', () => {
  it.each(served)('serves %s', (address, file) => {
    expect(onPosix(address)).toEqual({ kind: 'file', path: `${posixRoot}/${file}` });
    expect(onWindows(address)).toEqual({ kind: 'file', path: `${windowsRoot}\\${file.replaceAll('/', '\\')}` });
  });

  it.each(refused)('refuses %s on every system', (address) => {
    expect(onPosix(address).kind).toBe('refused');
    expect(onWindows(address).kind).toBe('refused');
  });

  it('tells a foreign address from one that is ours and malformed', () => {
    expect(onPosix('app://evil/index.html')).toEqual({ kind: 'refused', reason: 'foreign' });
    expect(onPosix('app://perigee/%00')).toEqual({ kind: 'refused', reason: 'malformed' });
  });

  it('never leaves the folder, whatever the path says', () => {
    const part = fc.oneof(fc.string(), fc.constantFrom('..', '%2e', '%2f', '\\', '/', '%5c', 'C:', '%00', 'a.js'));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const address = `app://perigee/${parts.join('')}`;
        const found = onPosix(address);
        const foundOnWindows = onWindows(address);
        expect(found.kind === 'refused' || path.posix.normalize(found.path).startsWith(`${posixRoot}/`)).toBe(true);
        expect(
          foundOnWindows.kind === 'refused' || path.win32.normalize(foundOnWindows.path).startsWith(`${windowsRoot}\\`),
        ).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
