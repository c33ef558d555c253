/**
 * The port through which the probe's child process is started and spoken to. The desktop shell passes Electron's
 * utilityProcess, every other host a forked Node (node-process.ts).
 */

export interface ProbeProcess {
  /** Structured-cloneable messages only; a message to a process that has ended is dropped. */
  send(message: unknown): void;
  /** @returns a function that ends the listening */
  onMessage(listener: (message: unknown) => void): () => void;
  /**
   * Called once, and never before this returns, when the process has ended or could not be started; `code` and `signal`
   * as the system reports them.
   */
  onExit(listener: (exit: { code: number | null; signal: string | null }) => void): () => void;
  /** Ends the process without asking it (SIGKILL); a hung or stopped child ends too. */
  kill(): void;
}

/**
 * Starts one child. Never throws: a child that cannot be started exits.
 *
 * @param selector of the one device that it shall see (shared/domain/hardware/adapter.ts); null: all
 */
export type SpawnProbe = (selector: string | null) => ProbeProcess;
