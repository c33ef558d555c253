import { describe, expect, it } from 'vitest';
import { asksFrom, elevated, mayBeRefusal, typed } from './elevation.ts';

const asRoot = { asRoot: true };

describe('a command as administrator', () => {
  it.each([
    ['linux', true, 'nobody', ['apt-get', 'update']],
    ['linux', false, 'terminal', ['sudo', 'apt-get', 'update']],
    ['linux', false, 'window', ['pkexec', 'apt-get', 'update']],
    ['linux', false, 'nobody', ['sudo', 'apt-get', 'update']],
  ] as const)('on %s, as root: %s, asked by: %s', (platform, isRoot, asks, words) =>
    expect(elevated(['apt-get', 'update'], asRoot, { platform, isRoot, asks })).toEqual(words),
  );

  it('is asked for by Windows itself, with no word of it read as PowerShell', () => {
    const here = { platform: 'win32' as const, isRoot: false, asks: 'window' as const };
    expect(elevated(['wsl.exe', '--install', "it's; $x"], asRoot, here).at(-1)).toBe(
      "exit (Start-Process -FilePath 'wsl.exe' -ArgumentList '--install','it''s; $x' -Verb RunAs -Wait -PassThru).ExitCode",
    );
  });

  it('is not asked for where it is not needed', () =>
    expect(elevated(['open'], { asRoot: false }, { platform: 'win32', isRoot: false, asks: 'window' })).toEqual([
      'open',
    ]));
});

describe('who can be asked without a terminal', () => {
  it.each([
    ['linux', { DISPLAY: ':0' }, true, 'window'],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true, 'window'],
    ['linux', { DISPLAY: ':0' }, false, 'nobody'],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, false, 'nobody'],
    ['linux', { DISPLAY: '' }, true, 'nobody'],
    ['darwin', {}, false, 'nobody'],
    ['darwin', { WAYLAND_DISPLAY: 'wayland-0' }, true, 'nobody'],
    ['win32', {}, false, 'window'],
  ] as const)('%s with %j, pkexec %s: %s', (platform, env, hasPkexec, asks) =>
    expect(asksFrom(platform, env, hasPkexec)).toBe(asks),
  );
});

it.each([
  [['pkexec', 'rm'], 126, true],
  [['pkexec', 'rm'], 127, true],
  [['pkexec', 'rm'], 1, false],
  [['sudo', 'rm'], 1, true],
  [['powershell.exe', '-Command'], 1, true],
  [['rm'], 1, false],
] as const)('%j that ends with %i may never have begun: %s', (words, exitCode, is) =>
  expect(mayBeRefusal(words, exitCode)).toBe(is),
);

it('is written as the system’s own shell takes it', () => {
  expect(typed(['echo', "it's", 'a b', 'x=1'], 'linux')).toBe("echo 'it'\\''s' 'a b' x=1");
  expect(typed(['echo', "it's"], 'win32')).toBe("echo 'it''s'");
});
