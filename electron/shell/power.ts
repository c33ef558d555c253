/** Sleep, wake and shutdown, as Electron sees them, in the words of the core's port. */
import type { PowerEvents } from '../core/ports.ts';

type PowerMonitor = Pick<Electron.PowerMonitor, 'on' | 'off'>;

/** To be called once the app is ready; Electron has no power monitor before. */
export const powerEventsFrom = (monitor: PowerMonitor): PowerEvents => ({
  onSuspend: (listener) => {
    monitor.on('suspend', listener);
    return () => {
      monitor.off('suspend', listener);
    };
  },
  onResume: (listener) => {
    monitor.on('resume', listener);
    return () => {
      monitor.off('resume', listener);
    };
  },
});

/** The screen may still go dark. */
export const keepAwakeBy =
  (blocker: Pick<Electron.PowerSaveBlocker, 'start' | 'stop'>): (() => () => void) =>
  () => {
    const id = blocker.start('prevent-app-suspension');
    return () => blocker.stop(id);
  };

type ShutdownListener = (event?: Pick<Electron.Event, 'preventDefault'>) => void;

/**
 * Asks the system to wait, then quits in order. On Linux and macOS only; Windows ends windows instead, which quits the
 * app too. Electron passes the event but its types leave it out (45.4.1), hence the optional parameter.
 */
export const quitOnShutdown = (monitor: PowerMonitor, quit: () => void): void => {
  const onShutdown: ShutdownListener = (event) => {
    event?.preventDefault();
    quit();
  };
  monitor.on('shutdown', onShutdown);
};
