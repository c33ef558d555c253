/** Runs one program on this same Node with our input and output, and answers its exit code. */
import { spawn } from 'node:child_process';

/** @returns the exit code; 128 + n for a signal, as shells count */
export const runNode = (entry: string, args: readonly string[]): Promise<number> =>
  run(process.execPath, [entry, ...args]);

export const run = (program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit', env });
    const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
    process.on('SIGINT', forward).on('SIGTERM', forward);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      process.off('SIGINT', forward).off('SIGTERM', forward);
      resolve(code ?? (signal === 'SIGINT' ? 130 : signal === 'SIGKILL' ? 137 : 143));
    });
  });
