/**
 * Ends the app in order: the core closes first, within a deadline, and only then the process goes. Start is recovery, so
 * a core that hangs costs nothing but the wait.
 */
import type { Log } from '../../shared/log.ts';
import type { Clock } from '../../shared/units/time.ts';

const closeDeadlineMs = 10_000;

export interface QuitFlow {
  /** Closes everything once; every caller waits for the same closing. Never rejects. */
  close(): Promise<void>;
  readonly isClosed: boolean;
}

/** @param closeAll  closes the core and all that hangs on it; called once at most */
export const createQuitFlow = (closeAll: () => Promise<void>, clock: Pick<Clock, 'sleep'>, log: Log): QuitFlow => {
  let closing: Promise<void> | null = null;
  let isClosed = false;

  const closeInTime = async (): Promise<void> => {
    const late = new AbortController();
    const closed = closeAll().then(
      () => true,
      (error: unknown) => {
        log.error('close_failed', { error: String(error) });
        return true;
      },
    );
    const expired = clock.sleep(closeDeadlineMs, late.signal).then(
      () => false,
      () => false,
    );
    if (!(await Promise.race([closed, expired]))) log.warn('close_timed_out', { deadlineMs: closeDeadlineMs });
    late.abort();
    isClosed = true;
  };

  return {
    close: () => {
      closing ??= closeInTime();
      return closing;
    },
    get isClosed() {
      return isClosed;
    },
  };
};

/** Holds the first quit back until all is closed, then lets it through. */
export const quitInOrder = (app: Pick<Electron.App, 'on' | 'quit'>, flow: QuitFlow): void => {
  app.on('before-quit', (event) => {
    if (flow.isClosed) return;
    event.preventDefault();
    void flow.close().then(() => app.quit());
  });
};
