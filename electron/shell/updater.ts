/**
 * Brings new versions of the app, when the owner asks and no job runs. Looks every 12 hours, downloads nothing by
 * itself, never goes back to an older version.
 */
import type { AppUpdater } from 'electron-updater';
import { type Cell, createCell, type ReadonlyCell } from '../../shared/live/cell.ts';
import type { Log } from '../../shared/log.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { UpdateRefusal, UpdateState } from './update-state.ts';

const checkEveryMs = 12 * 60 * 60 * 1000;

export type UpdateEngine = Pick<
  AppUpdater,
  | 'autoDownload'
  | 'autoInstallOnAppQuit'
  | 'allowPrerelease'
  | 'allowDowngrade'
  | 'disableWebInstaller'
  | 'checkForUpdates'
  | 'downloadUpdate'
  | 'quitAndInstall'
>;

export interface UpdaterPorts {
  refusal: UpdateRefusal | null;
  /** Loads electron-updater; called only where updates are allowed. */
  loadEngine(): Promise<UpdateEngine>;
  isJobRunning: ReadonlyCell<boolean>;
  /** Closes the core before the installer replaces the files under it. */
  prepareToQuit(): Promise<void>;
  clock: Pick<Clock, 'sleep'>;
  log: Log;
  signal: AbortSignal;
}

export interface Updater {
  readonly state: ReadonlyCell<UpdateState>;
  /** The owner said yes: downloads, waits until no job runs, restarts into the new version. After a failure: again. */
  install(): Promise<void>;
}

const configure = (engine: UpdateEngine): void => {
  engine.autoDownload = false;
  engine.autoInstallOnAppQuit = false;
  engine.disableWebInstaller = true;
  engine.allowPrerelease = false;
  // Last: setting a channel or prereleases turns it on behind our back.
  engine.allowDowngrade = false;
};

const untilIdle = (isJobRunning: ReadonlyCell<boolean>, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      stop();
      signal.removeEventListener('abort', onAbort);
      act();
    };
    const onAbort = () => settle(() => reject(signal.reason));
    const stop = isJobRunning.subscribe((isRunning) => {
      if (!isRunning) settle(resolve);
    });
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    else if (!isJobRunning.get()) settle(resolve);
  });

const check = async (engine: UpdateEngine, state: Cell<UpdateState>, log: Log): Promise<void> => {
  try {
    const result = await engine.checkForUpdates();
    if (result?.isUpdateAvailable) state.set({ kind: 'available', version: result.updateInfo.version });
  } catch (error) {
    // No network, most often. The next look comes by itself, so the owner is not told.
    log.warn('update_check_failed', { error: String(error) });
  }
};

export const startUpdater = (ports: UpdaterPorts): Updater => {
  if (ports.refusal !== null) {
    ports.log.info('updates_off', { refusal: ports.refusal });
    return { state: createCell<UpdateState>({ kind: 'off', refusal: ports.refusal }), install: async () => {} };
  }
  const state = createCell<UpdateState>({ kind: 'current' });
  const engine = ports.loadEngine().then((loaded) => {
    configure(loaded);
    return loaded;
  });

  const look = async (): Promise<void> => {
    const ready = await engine;
    while (!ports.signal.aborted) {
      if (state.get().kind === 'current' || state.get().kind === 'available') await check(ready, state, ports.log);
      await ports.clock.sleep(checkEveryMs, ports.signal);
    }
  };
  look().catch((error: unknown) => {
    if (!ports.signal.aborted) ports.log.error('updater_stopped', { error: String(error) });
  });

  const install = async (): Promise<void> => {
    const before = state.get();
    if (before.kind === 'failed') state.set({ kind: 'current' });
    const ready = await engine;
    if (before.kind === 'failed') await check(ready, state, ports.log);
    const found = state.get();
    if (found.kind !== 'available') return;
    try {
      state.set({ kind: 'downloading', version: found.version });
      await ready.downloadUpdate();
      state.set({ kind: 'waiting', version: found.version });
      await untilIdle(ports.isJobRunning, ports.signal);
      await ports.prepareToQuit();
      ready.quitAndInstall();
    } catch (error) {
      if (ports.signal.aborted) return;
      ports.log.error('update_failed', { error: String(error) });
      state.set({ kind: 'failed' });
    }
  };
  return { state, install };
};
