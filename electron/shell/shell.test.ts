import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PerigeeError } from '../../shared/contract/codes.ts';
import { externalLinks } from '../../shared/domain/web/external-links.ts';
import { silentLog } from '../../shared/log.ts';
import { createFakeCore } from '../../tests/fakes/core/router.ts';
import { type ScenarioName, scenarios } from '../../tests/fakes/core/scenarios.ts';
import {
  app,
  FakeBrowserWindow,
  FakeMenu,
  FakeTray,
  nativeTheme,
  powerMonitor,
  recorded,
  resetElectron,
} from '../../tests/fakes/electron.ts';
import { runShell, type ShellCore, type ShellPorts } from './shell.ts';
import { shellPathsFor } from './shell-paths.ts';

vi.mock('electron', () => import('../../tests/fakes/electron.ts'));

const root = path.resolve(import.meta.dirname, '../..');
const now = (): number => Date.UTC(2026, 10, 22);
let closed = 0;
let close: () => Promise<void> = async () => {};

const run = (options: { scenario?: ScenarioName; startCore?: ShellPorts['startCore'] } = {}) => {
  const core = createFakeCore(scenarios[options.scenario ?? 'job-running'](now()), now);
  const startCore = async (): Promise<ShellCore> => ({
    router: core.router,
    close: async () => {
      closed += 1;
      core.close();
      await close();
    },
  });
  runShell({
    paths: shellPathsFor(root, '/nowhere', false, 'linux'),
    log: silentLog,
    logPath: '/logs/perigee.log',
    clock: {
      now,
      monotonic: now,
      sleep: (delayMs, signal) =>
        new Promise((resolve, reject) => {
          const timer = setTimeout(resolve, delayMs);
          signal?.addEventListener('abort', () => {
            clearTimeout(timer);
            reject(signal.reason);
          });
        }),
    },
    startCore: options.startCore ?? startCore,
    readUpdateRefusal: async () => 'not_packaged',
    loadUpdateEngine: () => Promise.reject(new Error('not to be loaded')),
  });
  return core;
};

const start = async (options: Parameters<typeof run>[0] = {}) => {
  const core = run(options);
  app.becomeReady();
  await expect.poll(() => FakeBrowserWindow.all.length).toBe(1);
  return core;
};
const onlyWindow = (): FakeBrowserWindow => {
  const [window] = FakeBrowserWindow.all;
  if (window === undefined) throw new Error('there is no window');
  return window;
};
const trayMenu = (): FakeMenu => {
  const menu = FakeTray.all[0]?.menu;
  if (!menu) throw new Error('there is no tray menu');
  return menu;
};

beforeEach(() => {
  resetElectron();
  closed = 0;
  close = async () => {};
});
afterEach(async () => {
  app.quit();
  if (FakeBrowserWindow.all.length > 0 && !app.calls.some((call) => call.startsWith('exit')))
    await expect.poll(() => app.calls).toContain('gone');
});

describe('starting', () => {
  it('turns the sandbox on and registers the scheme before the app is ready', async () => {
    await start();
    expect(app.calls.slice(0, 3)).toEqual(['enableSandbox', 'registerSchemes', 'ready']);
  });

  it('leaves at once when another instance is there, and touches nothing', () => {
    app.hasLock = false;
    run();
    expect(app.calls).toEqual(['quit', 'gone']);
  });

  it('has every guard in place before the first page loads', async () => {
    await start();
    expect([...recorded.permissionHandlers.keys()].sort()).toEqual([
      'bluetooth',
      'check',
      'device',
      'display',
      'request',
    ]);
    expect([...recorded.handlers.keys()]).toEqual(['app']);
    expect(onlyWindow().calls).toContain('load app://perigee/');
    expect(onlyWindow().webContents.openHandler).not.toBeNull();
    expect(onlyWindow().webContents.listenerCount('will-navigate')).toBe(1);
  });

  it('opens the window while the core is still starting', async () => {
    await start({ startCore: () => new Promise(() => {}) });
    expect(trayMenu().labels()).toEqual(['Starting', 'Open Perigee', 'Quit Perigee']);
    FakeBrowserWindow.all.length = 0;
  });

  it('shows no menu bar of Electron’s own', async () => {
    await start();
    expect(FakeMenu.application).toBeNull();
  });

  it('says in a sentence that the data folder is taken, and exits', async () => {
    await start({ startCore: () => Promise.reject(new PerigeeError('DATA_FOLDER_BUSY', { path: '/data', pid: 1 })) });
    await expect.poll(() => app.calls).toContain('exit 1');
    expect(recorded.dialogs).toEqual([
      { title: 'Perigee cannot start', content: expect.stringContaining('Another Perigee is using the folder /data.') },
    ]);
  });
});

describe('the window', () => {
  it('is isolated, sandboxed and without Node, and no smaller than the pages can be', async () => {
    await start();
    const { options } = onlyWindow();
    expect(options).toMatchObject({ show: false, minWidth: 900, minHeight: 600, backgroundColor: '#121417' });
    expect(options.webPreferences).toEqual({
      preload: path.join(root, 'dist/shell/preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: true,
    });
  });

  it('shows itself once there is something to show', async () => {
    await start();
    expect(onlyWindow().calls).not.toContain('show');
    onlyWindow().emit('ready-to-show');
    expect(onlyWindow().calls).toContain('show');
  });

  it('comes to the front when the app is started a second time', async () => {
    await start();
    onlyWindow().isSmall = true;
    app.emit('second-instance');
    expect(onlyWindow().calls.slice(-3)).toEqual(['restore', 'show', 'focus']);
    expect(FakeBrowserWindow.all).toHaveLength(1);
  });

  it('may be closed without ending the work, and opened again from the tray', async () => {
    await start();
    onlyWindow().emit('closed');
    app.emit('window-all-closed');
    expect(app.calls).not.toContain('quit');
    trayMenu().click('Open Perigee');
    expect(FakeBrowserWindow.all).toHaveLength(2);
  });

  it('reloads a crashed page once', async () => {
    await start();
    onlyWindow().webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    onlyWindow().webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    expect(onlyWindow().calls.filter((call) => call === 'reload')).toHaveLength(1);
  });

  it('hands the system a listed link and no other', async () => {
    await start();
    for (const url of ['file:///etc/passwd', externalLinks.dockerEngine])
      expect(onlyWindow().webContents.openHandler?.({ url } as Electron.HandlerDetails)).toEqual({ action: 'deny' });
    await expect.poll(() => recorded.opened).toEqual([externalLinks.dockerEngine]);
  });
});

describe('the tray', () => {
  it('says the state and follows it', async () => {
    const core = await start();
    await expect.poll(() => trayMenu().labels()[0]).toBe('Earning: a renter’s job is running');
    core.cells.status.update((status) => ({ ...status, activity: 'paused' }));
    await expect.poll(() => FakeTray.all[0]?.toolTip).toBe('Perigee · Paused');
  });

  it('pauses and resumes through the contract', async () => {
    const core = await start();
    await expect.poll(() => trayMenu().labels()).toContain('Pause');
    trayMenu().click('Pause');
    await expect.poll(() => core.cells.status.get().activity).toBe('paused');
    await expect.poll(() => trayMenu().labels()).toContain('Resume');
    trayMenu().click('Resume');
    await expect.poll(() => core.cells.status.get().activity).toBe('ready');
  });

  it('is not redrawn for what it does not show', async () => {
    const core = await start();
    await expect.poll(() => trayMenu().labels()).toContain('Pause');
    const before = FakeTray.all[0]?.menusSet;
    core.cells.readings.update((readings) => ({ ...readings, own: { cpuCores: 0.1, memoryBytes: 1 } }));
    core.cells.settings.update((settings) => ({ ...settings, appearance: 'dark' }));
    await expect.poll(() => nativeTheme.themeSource).toBe('dark');
    expect(FakeTray.all[0]?.menusSet).toBe(before);
  });

  it('takes the owner’s language where it is translated, and English where not', async () => {
    const core = await start();
    await expect.poll(() => trayMenu().labels()).toContain('Pause');
    core.cells.settings.update((settings) => ({ ...settings, language: 'tlh' }));
    await expect.poll(() => FakeTray.all[0]?.menusSet).toBe(3);
    expect(trayMenu().labels()).toContain('Pause');
  });
});

describe('ending', () => {
  it('closes the core and the tray before the process goes', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    close = () => promise;
    await start();
    trayMenu().click('Quit Perigee');
    await expect.poll(() => closed).toBe(1);
    expect(FakeTray.all[0]?.isDestroyed).toBe(true);
    expect(app.calls).not.toContain('gone');
    resolve();
    await expect.poll(() => app.calls).toContain('gone');
  });

  it.each(['the system shuts down', 'Windows ends the session'])('quits in order when %s', async (how) => {
    await start();
    if (how === 'the system shuts down') powerMonitor.emit('shutdown', { preventDefault: () => {} });
    else onlyWindow().emit('session-end');
    await expect.poll(() => app.calls).toContain('gone');
    expect(closed).toBe(1);
  });
});
