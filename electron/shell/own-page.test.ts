import { describe, expect, it } from 'vitest';
import { isOwnPage } from './own-page.ts';

const ours = [
  'app://perigee/',
  'app://perigee',
  'app://perigee/index.html',
  'app://perigee/?a=1#devices',
  'APP://perigee/',
  'app://perigee/a/../index.html',
];

const foreign = [
  '',
  'perigee',
  '//perigee/',
  '/index.html',
  'about:blank',
  'about:srcdoc',
  'app:perigee',
  'app:/perigee/',
  'app:///perigee/',
  'app://',
  'app://perigee.evil/',
  'app://evil.perigee/',
  'app://perigee.',
  'app://perigee:1/',
  'app://perigee@evil/',
  'app://evil@perigee/',
  'app://user:secret@perigee/',
  'app://PERIGEE/',
  'app://perigee%2eevil/',
  'app://perigée/',
  'apps://perigee/',
  'xapp://perigee/',
  'blob:app://perigee/0b1c',
  'view-source:app://perigee/',
  'filesystem:app://perigee/temporary/a',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'file:///etc/passwd',
  'file://server/share',
  'http://perigee/',
  'https://perigee/',
  'https://example.com/app://perigee/',
  'https://example.com/#app://perigee/',
  'ws://perigee/',
  'ftp://perigee/',
  'smb://perigee/',
  'ms-msdt:/id',
  'vscode://file/etc',
  'chrome://settings/',
  'devtools://devtools/bundled/inspector.html',
];

describe('the rule that tells our page from every other', () => {
  it.each(ours)('takes %s', (address) => expect(isOwnPage(address)).toBe(true));
  it.each(foreign)('refuses %s', (address) => expect(isOwnPage(address)).toBe(false));
});
