/** Work that goes on until it is stopped. */
export interface BackgroundWork {
  /** Does nothing while the work goes on. */
  start(): void;
  /** Ends when the work has ended. */
  stop(): Promise<void>;
}

/** @param run  ends soon after the signal is aborted, and never fails */
export const createBackgroundWork = (run: (signal: AbortSignal) => Promise<void>): BackgroundWork => {
  let running: { controller: AbortController; ended: Promise<void> } | null = null;
  return {
    start: () => {
      if (running) return;
      const controller = new AbortController();
      running = { controller, ended: run(controller.signal) };
    },
    stop: async () => {
      const stopping = running;
      running = null;
      stopping?.controller.abort();
      await stopping?.ended;
    },
  };
};
