/**
 * The packaged rules seen from inside a real window. Needs Electron's binary, which `npm ci` may be kept from fetching;
 * what can be shown without it is in electron/shell/*.test.ts.
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ElectronApplication, _electron as electron, expect, type Page, test } from '@playwright/test';

const root = path.resolve(import.meta.dirname, '../../..');
const electronDir = path.join(root, 'node_modules', 'electron');

/** Where Electron's package says its binary is; null when it was never fetched. */
const findElectron = (): string | null => {
  try {
    const name = readFileSync(path.join(electronDir, 'path.txt'), 'utf8').trim();
    const executablePath = path.join(electronDir, 'dist', name);
    return existsSync(executablePath) ? executablePath : null;
  } catch {
    return null;
  }
};

const executablePath = findElectron();
// Chromium refuses to start its sandbox for root, and the sandbox is what is tested.
const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);

test.describe('the desktop window', () => {
  test.skip(executablePath === null, 'ELECTRON_ABSENT: Electron’s binary was not fetched (node_modules/electron/dist)');
  test.skip(isRoot, 'ROOT_REFUSED: the sandbox does not start as root; run as another user');
  test.skip(!hasDisplay, 'DISPLAY_ABSENT: there is no display to open a window on');

  let dataDir: string;
  let app: ElectronApplication;
  let page: Page;

  test.beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'perigee-shell-'));
    app = await electron.launch({
      ...(executablePath === null ? {} : { executablePath }),
      args: [root],
      env: { ...process.env, PERIGEE_DATA: dataDir } as Record<string, string>,
    });
    page = await app.firstWindow();
    await page.waitForLoadState('domcontentloaded');
  });

  test.afterAll(async () => {
    await app?.close();
    if (dataDir) await rm(dataDir, { recursive: true, force: true });
  });

  test('opens on our own page and shows the first sentence', async () => {
    expect(page.url()).toBe('app://perigee/');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).not.toBeEmpty();
  });

  test('has no Node and one function of ours', async () => {
    expect(
      await page.evaluate(() =>
        ['require', 'process', 'module', 'global'].map((name) => typeof Reflect.get(window, name)),
      ),
    ).toEqual(['undefined', 'undefined', 'undefined', 'undefined']);
    expect(await page.evaluate(() => Object.keys(Reflect.get(window, 'perigee')))).toEqual(['connect']);
  });

  test('opens no second window', async () => {
    expect(await page.evaluate(() => window.open('https://example.com/') === null)).toBe(true);
    expect(await page.evaluate(() => window.open('app://perigee/') === null)).toBe(true);
    expect(app.windows()).toHaveLength(1);
  });

  test('does not leave our page', async () => {
    for (const address of ['https://example.com/', 'file:///etc/hostname', 'data:text/html,gone']) {
      await page.evaluate((next) => {
        location.href = next;
      }, address);
      await page.waitForTimeout(300);
      expect(page.url()).toBe('app://perigee/');
    }
  });

  test('runs no script that was not served', async () => {
    const ran = await page.evaluate(() => {
      const script = document.createElement('script');
      try {
        script.textContent = 'window.injected = true';
        document.head.append(script);
      } catch {
        // Trusted types refuse the text already.
      }
      return Reflect.get(window, 'injected') === true;
    });
    expect(ran).toBe(false);
  });

  test('reads no file and no other site', async () => {
    const reached = await page.evaluate(() =>
      Promise.all(
        ['file:///etc/hostname', 'https://example.com/', 'app://perigee.evil/'].map((address) =>
          fetch(address).then(
            () => true,
            () => false,
          ),
        ),
      ),
    );
    expect(reached).toEqual([false, false, false]);
  });

  test('is granted nothing', async () => {
    const names = [
      'camera',
      'microphone',
      'geolocation',
      'notifications',
      'midi',
      'clipboard-read',
      'screen-wake-lock',
      'persistent-storage',
    ];
    const granted = await page.evaluate(
      (asked) =>
        Promise.all(
          asked.map((name) =>
            navigator.permissions.query({ name: name as PermissionName }).then(
              ({ state }) => state === 'granted',
              () => false,
            ),
          ),
        ),
      names,
    );
    expect(granted).toEqual(names.map(() => false));
  });

  test('runs sandboxed and isolated', async () => {
    const preferences = await app.evaluate(({ BrowserWindow }) => {
      // Electron has it and leaves it out of its types.
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as
        | { getLastWebPreferences(): Record<string, unknown> }
        | undefined;
      return contents?.getLastWebPreferences();
    });
    expect(preferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
    });
    expect(preferences?.webviewTag ?? false).toBe(false);
  });

  test('takes no port from a frame inside the page', async () => {
    const answered = await page.evaluate(async () => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      const bridge = frame.contentWindow && Reflect.get(frame.contentWindow, 'perigee');
      frame.remove();
      return bridge !== undefined;
    });
    expect(answered).toBe(false);
  });
});
