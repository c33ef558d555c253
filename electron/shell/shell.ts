/**
 * The desktop's life, from the lock to the last closing: names the parts and connects them. Decides nothing that a part
 * could decide, and knows the core only through the app contract.
 */
import { createRouterClient } from '@orpc/server';
import { app, dialog, ipcMain, nativeTheme, powerMonitor, protocol, session, shell } from 'electron';
import type { AppState } from '../../shared/contract/app/index.ts';
import { type Cell, createCell } from '../../shared/live/cell.ts';
import type { Log } from '../../shared/log.ts';
import type { Clock } from '../../shared/units/time.ts';
import { setAppMenu } from './app-menu.ts';
import { registerAppScheme, serveAppPages } from './app-protocol.ts';
import { type AppRouter, serveCore } from './connect.ts';
import { openListedLink } from './external-links.ts';
import { followSettings } from './follow-settings.ts';
import { type AppClient, followState } from './follow-state.ts';
import { guardNavigation } from './navigation-guard.ts';
import { refusePermissions } from './permissions.ts';
import { quitOnShutdown } from './power.ts';
import { createQuitFlow, quitInOrder } from './quit.ts';
import { hasRunningJob } from './running-jobs.ts';
import type { ShellPaths } from './shell-paths.ts';
import { readShellText } from './shell-text.ts';
import { startupFailureFor } from './startup-failure.ts';
import { showTray } from './tray.ts';
import type { TrayAction } from './tray-menu.ts';
import type { UpdateRefusal } from './update-state.ts';
import { startUpdater, type UpdateEngine } from './updater.ts';
import { createWindowKeeper } from './window-keeper.ts';

export interface ShellCore {
  readonly router: AppRouter;
  close(): Promise<void>;
}

export interface ShellPorts {
  paths: ShellPaths;
  log: Log;
  logPath: string;
  clock: Clock;
  /** Called once the app is ready. Rejects with a PerigeeError where the owner can do something about it. */
  startCore(): Promise<ShellCore>;
  readUpdateRefusal(): Promise<UpdateRefusal | null>;
  loadUpdateEngine(): Promise<UpdateEngine>;
}

const deriveRunning = (state: Cell<AppState | null>): Cell<boolean> => {
  const running = createCell(hasRunningJob(state.get()));
  state.subscribe((next) => running.set(hasRunningJob(next)));
  return running;
};

const actOn = async (
  action: TrayAction,
  targets: { show(): void; update(): Promise<void>; client: Promise<AppClient> },
): Promise<void> => {
  switch (action) {
    case 'open':
      return targets.show();
    case 'quit':
      return app.quit();
    case 'update':
      return targets.update();
    case 'start':
    case 'pause':
    case 'resume':
      await (await targets.client).control[action]();
  }
};

const start = async (ports: ShellPorts): Promise<void> => {
  const { log, clock, paths } = ports;
  const lifetime = new AbortController();
  const state = createCell<AppState | null>(null);
  const text = createCell(await readShellText(paths.localesDir, app.getLocale()));

  refusePermissions(session.defaultSession);
  serveAppPages(protocol, paths.rendererDir);
  setAppMenu(process.platform);
  app.on('web-contents-created', (_event, contents) => {
    guardNavigation(contents, (address) => void openListedLink(shell, address));
  });

  const core = ports.startCore();
  const windows = createWindowKeeper(paths, () => app.quit());
  const stopServing = serveCore(ipcMain, {
    ownContentsId: windows.contentsId,
    router: core.then(({ router }) => router),
    onRefused: (error) => log.warn('sender_refused', { error }),
  });
  const flow = createQuitFlow(
    async () => {
      lifetime.abort();
      closeTray();
      stopServing();
      await (await core).close();
    },
    clock,
    log,
  );
  const updater = startUpdater({
    refusal: await ports.readUpdateRefusal(),
    loadEngine: ports.loadUpdateEngine,
    isJobRunning: deriveRunning(state),
    prepareToQuit: flow.close,
    clock,
    log,
    signal: lifetime.signal,
  });
  const client = core.then(({ router }): AppClient => createRouterClient(router));
  const act = (action: TrayAction): void => {
    actOn(action, { show: windows.show, update: updater.install, client }).catch((error: unknown) =>
      log.warn('tray_action_failed', { action, error }),
    );
  };
  const closeTray = showTray({ iconPath: paths.trayIconPath, state, update: updater.state, text, act });

  app.on('second-instance', windows.show);
  app.on('activate', windows.show);
  // Without a listener Electron quits here; work goes on in the tray.
  app.on('window-all-closed', () => {});
  quitInOrder(app, flow);
  quitOnShutdown(powerMonitor, () => app.quit());
  windows.show();

  followSettings(state, {
    theme: nativeTheme,
    text,
    systemLanguage: app.getLocale(),
    readText: (language) => readShellText(paths.localesDir, language),
  });
  try {
    await followState(await client, state, clock, lifetime.signal);
  } catch (error) {
    log.error('core_failed', { error });
    const failure = startupFailureFor(error, ports.logPath, text.get());
    dialog.showErrorBox(failure.title, failure.sentence);
    app.exit(1);
  }
};

/** Must be called at once when the process starts, and returns at once: what Chromium fixes at its start is set here. */
export const runShell = (ports: ShellPorts): void => {
  if (!app.requestSingleInstanceLock()) {
    // The first instance hears of this start and shows its window.
    app.quit();
    return;
  }
  app.enableSandbox();
  registerAppScheme(protocol);
  app
    .whenReady()
    .then(() => start(ports))
    .catch((error: unknown) => {
      ports.log.error('shell_failed', { error });
      app.exit(1);
    });
};
