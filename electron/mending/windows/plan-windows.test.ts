import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { planMemoryCap, planWindows, type WindowsFacts } from './plan-windows.ts';
import { hasMemoryCap, withMemoryCap } from './wsl-config.ts';
import { isOlder, parseWsl } from './wsl-report.ts';

const transcript = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../../tests/fixtures/mending', name), 'utf8');

const facts = (change: Partial<WindowsFacts> = {}): WindowsFacts => ({
  ...{ isVirtualizationOn: true, wsl: { version: [2, 4, 4, 0], defaultVersion: 2 }, memoryBytes: 32 * 1024 ** 3 },
  ...{ wantsOwnLinux: false, ownLinux: { dir: 'C:\\PerigeeEngine', isNameTaken: false, own: null } },
  ...{ wslConfig: { path: 'C:\\Users\\ana\\.wslconfig', text: null }, ...change },
});

describe('what wsl.exe says', () => {
  it('is read from transcripts, by its numbers', () => {
    expect(parseWsl(transcript('wsl-version-1.1.2.txt'), transcript('wsl-status-default-2.txt'))).toEqual({
      version: [1, 1, 2, 0],
      defaultVersion: 2,
    });
    expect(parseWsl(null, transcript('wsl-status-kernel.txt'))).toEqual({ version: null, defaultVersion: 2 });
    expect(parseWsl(null, transcript('wsl-status-default-1.txt')).defaultVersion).toBe(1);
  });

  it('is read in other languages too, and with Windows’ line ends', () => {
    expect(parseWsl('WSL-Version: 2.1.5.0\r\nKernelversion: 5.15.146.1-2\r\n', 'Standardversion: 2\r\n')).toEqual({
      version: [2, 1, 5, 0],
      defaultVersion: 2,
    });
    expect(parseWsl('WSL 版本： 2.0.9.0\n', '默认版本：2\n')).toEqual({ version: [2, 0, 9, 0], defaultVersion: 2 });
  });

  it.each(['', 'Invalid command line option: --version', 'Kernel version: 5.10.102.1-microsoft', ': 9999'])(
    'is nothing where it is %j',
    (text) => expect(parseWsl(text, text)).toEqual({ version: null, defaultVersion: null }),
  );

  it.each([
    [[2, 1, 4, 9], true],
    [[2, 1, 5, 0], false],
    [[2, 1, 5], false],
    [[2, 10, 0, 0], false],
    [[1, 9, 9, 9], true],
  ])('%j is older than 2.1.5: %s', (version, older) => expect(isOlder(version, [2, 1, 5])).toBe(older));
});

describe('.wslconfig', () => {
  it.each([
    [null, '[wsl2]\nmemory=16GB\n'],
    ['', '[wsl2]\nmemory=16GB\n'],
    ['[wsl2]\nprocessors=4\n', '[wsl2]\nmemory=16GB\nprocessors=4\n'],
    ['[experimental]\r\nx=1\r\n', '[experimental]\r\nx=1\r\n[wsl2]\r\nmemory=16GB\r\n'],
    ['# mine\n[WSL2]\n\n[experimental]\nmemory=1GB', '# mine\n[WSL2]\nmemory=16GB\n\n[experimental]\nmemory=1GB'],
  ])('%j gets a cap and keeps every other line', (before, after) => {
    expect(hasMemoryCap(before)).toBe(false);
    expect(withMemoryCap(before, 16)).toBe(after);
    expect(hasMemoryCap(after)).toBe(true);
  });
});

describe('what mends a Windows PC', () => {
  it('begins at the bottom: firmware, then WSL, then its version, then the engine', () => {
    const plans = [
      { isVirtualizationOn: false },
      { wsl: null },
      { wsl: parseWsl(transcript('wsl-version-1.1.2.txt'), transcript('wsl-status-default-2.txt')) },
      { wsl: { version: [2, 4, 4, 0], defaultVersion: 1 as const } },
      {},
    ].map((change) => planWindows('ENGINE_ABSENT', facts(change))?.name);
    expect(plans).toEqual([
      'turn_on_virtualization',
      'install_wsl',
      'update_wsl',
      'wsl_version_2',
      'install_docker_desktop',
    ]);
  });

  it('makes a Linux of our own where the owner wants that, and never takes over somebody else’s', () => {
    const named = (change: Partial<WindowsFacts>) =>
      planWindows('ENGINE_ABSENT', facts({ wantsOwnLinux: true, ...change }))?.name;
    expect(named({})).toBe('install_own_linux');
    expect(named({ wsl: { version: [2, 1, 5, 0], defaultVersion: 2 } })).toBe('update_wsl');
    expect(named({ ownLinux: { dir: 'd', isNameTaken: true, own: null } })).toBe('install_docker_desktop');
  });

  it('leaves an installed engine that does not answer to its owner', () =>
    expect(planWindows('ENGINE_UNREACHABLE', facts())).toBeNull());

  it('caps what WSL takes at half of the memory, and puts the file back as it was', () => {
    const plan = planMemoryCap(facts({ wslConfig: { path: 'p', text: '[wsl2]\nprocessors=4\n' } }));
    expect(plan?.kind === 'steps' && plan.steps[0]).toEqual({
      kind: 'file',
      path: 'p',
      content: '[wsl2]\nmemory=16GB\nprocessors=4\n',
      before: '[wsl2]\nprocessors=4\n',
    });
    expect(planMemoryCap(facts({ wslConfig: { path: 'p', text: '[wsl2]\nmemory = 4GB\n' } }))).toBeNull();
    expect(planMemoryCap(facts({ wsl: null }))).toBeNull();
  });
});
