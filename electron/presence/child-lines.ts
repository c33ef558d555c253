/** Runs a program that goes on and on, and gives each line as it says it. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface LinesRequest {
  /** Full path of the program. */
  readonly file: string;
  readonly args: readonly string[];
}

/** Resolves when it has ended; ends it when the signal is aborted. @throws Error when it cannot be started, or fails */
export const childLines = (
  { file, args }: LinesRequest,
  onLine: (line: string) => void,
  signal: AbortSignal,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
      env: { ...process.env, LC_ALL: 'C' },
    });
    /** Settles at once: one that is stuck in its driver would keep us waiting. */
    const end = (): void => {
      child.kill('SIGKILL');
      child.stdout.destroy();
      child.unref();
      resolve();
    };
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
    createInterface({ input: child.stdout }).on('line', onLine);
    child.on('error', reject);
    child.on('close', (exitCode) => {
      signal.removeEventListener('abort', end);
      if (signal.aborted || exitCode === 0) resolve();
      else reject(new Error(`${file} ended with ${exitCode}`));
    });
  });
