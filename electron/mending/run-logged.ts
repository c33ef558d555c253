/**
 * Runs one command with its words kept in a file and not in a pipe of ours, in a group of its own: a package manager that
 * is in the middle of its work goes on unharmed when the app ends. Nothing that began is ever killed.
 */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import type { Clock } from '../../shared/units/time.ts';
import { type RunCommand, stillRunning } from './carry-out.ts';
import { createLines } from './output-lines.ts';

const readEveryMs = 200;
/** Longer than any package takes; a window that asks for a password waits as long. What still runs then is left to. */
const mostMs = 60 * 60_000;

/** Follows a file that grows. @returns reads what is new */
const follow = (path: string, onLine: (text: string) => void): { read: () => void; end: () => void } => {
  const file = openSync(path, 'r');
  const decoder = new StringDecoder('utf8');
  const lines = createLines(onLine);
  const part = Buffer.alloc(64 * 1024);
  const read = (): void => {
    for (let size = readSync(file, part); size > 0; size = readSync(file, part))
      lines.add(decoder.write(part.subarray(0, size)));
  };
  return {
    read,
    end: () => {
      read();
      lines.add(decoder.end());
      lines.end();
      closeSync(file);
    },
  };
};

/** @param logPath holds what the last command said @param onLine told of each line soon after it was said */
export const createRunLogged =
  ({ clock, logPath, onLine }: { clock: Clock; logPath: string; onLine: (text: string) => void }): RunCommand =>
  async ([file = '', ...args], input) => {
    const log = openSync(logPath, 'w', 0o600);
    const output = follow(logPath, onLine);
    const ended = new AbortController();
    const child = spawn(file, args, {
      stdio: [input === null ? 'ignore' : 'pipe', log, log],
      detached: process.platform !== 'win32',
      windowsHide: true,
      // Windows looks for a program there first, so it is a folder that only this user writes.
      cwd: dirname(logPath),
      // Else wsl.exe writes UTF-16.
      env: { ...process.env, WSL_UTF8: '1' },
    });
    closeSync(log);
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
    child.unref();
    const exit = new Promise<number | null>((resolve) => {
      child.once('error', () => resolve(null));
      child.once('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
    });
    const reading = (async (): Promise<void> => {
      for (let waitedMs = 0; waitedMs < mostMs; waitedMs += readEveryMs) {
        await clock.sleep(readEveryMs, ended.signal);
        output.read();
      }
    })();
    const exitCode = await Promise.race([exit, reading.then(() => stillRunning)]);
    ended.abort();
    await reading.catch(() => undefined);
    output.end();
    return exitCode;
  };
