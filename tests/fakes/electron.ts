/**
 * Electron's main-process module, as far as the shell uses it, without its binary: records what it is told and fires
 * the events that a test asks for. Typed against Electron's own types, so an API that changes breaks it.
 */
import { EventEmitter } from 'node:events';

type Handler = Parameters<Electron.Protocol['handle']>[1];
type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];

export class FakeWebContents extends EventEmitter {
  readonly id = FakeBrowserWindow.all.length + 1;
  openHandler: OpenHandler | null = null;

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }
}

export class FakeBrowserWindow extends EventEmitter {
  static readonly all: FakeBrowserWindow[] = [];
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly webContents = new FakeWebContents();
  readonly calls: string[] = [];
  isSmall = false;

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    FakeBrowserWindow.all.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }

  readonly show: Electron.BrowserWindow['show'] = () => void this.calls.push('show');
  readonly focus: Electron.BrowserWindow['focus'] = () => void this.calls.push('focus');
  readonly restore: Electron.BrowserWindow['restore'] = () => void this.calls.push('restore');
  readonly reload: Electron.BrowserWindow['reload'] = () => void this.calls.push('reload');
  readonly isMinimized: Electron.BrowserWindow['isMinimized'] = () => this.isSmall;
  readonly loadURL: Electron.BrowserWindow['loadURL'] = async (url) => void this.calls.push(`load ${url}`);
}

export class FakeTray extends EventEmitter {
  static readonly all: FakeTray[] = [];
  readonly image: unknown;
  toolTip = '';
  menu: FakeMenu | null = null;
  menusSet = 0;
  isDestroyed = false;

  constructor(image: unknown) {
    super();
    this.image = image;
    FakeTray.all.push(this);
  }

  readonly setToolTip: Electron.Tray['setToolTip'] = (toolTip) => {
    this.toolTip = toolTip;
  };

  setContextMenu(menu: FakeMenu | null): void {
    this.menu = menu;
    this.menusSet += 1;
  }

  readonly destroy: Electron.Tray['destroy'] = () => {
    this.isDestroyed = true;
  };
}

export class FakeMenu {
  static application: FakeMenu | null | undefined = undefined;
  readonly rows: Electron.MenuItemConstructorOptions[];

  constructor(rows: Electron.MenuItemConstructorOptions[]) {
    this.rows = rows;
  }

  static buildFromTemplate(rows: Electron.MenuItemConstructorOptions[]): FakeMenu {
    return new FakeMenu(rows);
  }

  static setApplicationMenu(menu: FakeMenu | null): void {
    FakeMenu.application = menu;
  }

  labels(): string[] {
    return this.rows.flatMap((row) => (row.label === undefined ? [] : [row.label]));
  }

  /** @throws when no row has this label */
  click(label: string): void {
    const row = this.rows.find((each) => each.label === label);
    if (row?.click === undefined) throw new Error(`no row to click: ${label}`);
    (row.click as () => void)();
  }
}

class FakeApp extends EventEmitter {
  readonly calls: string[] = [];
  readonly isPackaged = false;
  hasLock = true;
  #ready = Promise.withResolvers<void>();

  readonly requestSingleInstanceLock: Electron.App['requestSingleInstanceLock'] = () => this.hasLock;
  readonly enableSandbox: Electron.App['enableSandbox'] = () => void this.calls.push('enableSandbox');
  readonly getLocale: Electron.App['getLocale'] = () => 'en-GB';
  readonly whenReady: Electron.App['whenReady'] = () => this.#ready.promise;
  readonly exit: Electron.App['exit'] = (code) => void this.calls.push(`exit ${code}`);

  becomeReady(): void {
    this.calls.push('ready');
    this.#ready.resolve();
  }

  /** As Electron does: asks all listeners, and ends only if none holds it back. */
  readonly quit: Electron.App['quit'] = () => {
    this.calls.push('quit');
    let isHeldBack = false;
    this.emit('before-quit', {
      preventDefault: () => {
        isHeldBack = true;
      },
    });
    if (!isHeldBack) this.calls.push('gone');
  };

  reset(): void {
    this.removeAllListeners();
    this.calls.length = 0;
    this.hasLock = true;
    this.#ready = Promise.withResolvers<void>();
  }
}

export const app = new FakeApp();
export const ipcMain = new EventEmitter();
export const powerMonitor = new EventEmitter();
export { FakeBrowserWindow as BrowserWindow, FakeMenu as Menu, FakeTray as Tray };

export const nativeTheme: Pick<Electron.NativeTheme, 'themeSource' | 'shouldUseDarkColors'> = {
  themeSource: 'system',
  shouldUseDarkColors: true,
};

export const nativeImage = {
  createFromPath: (path: string) => ({ path, setTemplateImage: () => {} }),
};

export const recorded = {
  dialogs: [] as { title: string; content: string }[],
  opened: [] as string[],
  schemes: [] as Electron.CustomScheme[],
  handlers: new Map<string, Handler>(),
  permissionHandlers: new Map<string, unknown>(),
  exposed: new Map<string, Record<string, unknown>>(),
  posted: [] as { channel: string; message: unknown; transfer: readonly unknown[] }[],
};

export const dialog: Pick<Electron.Dialog, 'showErrorBox'> = {
  showErrorBox: (title, content) => void recorded.dialogs.push({ title, content }),
};

export const shell: Pick<Electron.Shell, 'openExternal'> = {
  openExternal: async (url) => void recorded.opened.push(url),
};

export const protocol: Pick<Electron.Protocol, 'registerSchemesAsPrivileged' | 'handle'> = {
  registerSchemesAsPrivileged: (schemes) => {
    app.calls.push('registerSchemes');
    recorded.schemes.push(...schemes);
  },
  handle: (scheme, handler) => void recorded.handlers.set(scheme, handler),
};

const keepHandler = (name: string) => (handler: unknown) => void recorded.permissionHandlers.set(name, handler);
export const session = {
  defaultSession: {
    setPermissionRequestHandler: keepHandler('request'),
    setPermissionCheckHandler: keepHandler('check'),
    setDevicePermissionHandler: keepHandler('device'),
    setDisplayMediaRequestHandler: keepHandler('display'),
    setBluetoothPairingHandler: keepHandler('bluetooth'),
  },
};

export const contextBridge: Pick<Electron.ContextBridge, 'exposeInMainWorld'> = {
  exposeInMainWorld: (key, api) => void recorded.exposed.set(key, api),
};

export const ipcRenderer: Pick<Electron.IpcRenderer, 'postMessage'> = {
  postMessage: (channel, message, transfer = []) => void recorded.posted.push({ channel, message, transfer }),
};

/** To be called before each test: the module's state is Electron's, one per process. */
export const resetElectron = (): void => {
  app.reset();
  ipcMain.removeAllListeners();
  powerMonitor.removeAllListeners();
  FakeBrowserWindow.all.length = 0;
  FakeTray.all.length = 0;
  FakeMenu.application = undefined;
  nativeTheme.themeSource = 'system';
  recorded.dialogs.length = 0;
  recorded.opened.length = 0;
  recorded.schemes.length = 0;
  recorded.posted.length = 0;
  for (const kept of [recorded.handlers, recorded.permissionHandlers, recorded.exposed]) kept.clear();
};
