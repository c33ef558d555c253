/**
 * The app's log on disk: one JSON object per line, in a file of its owner's alone. Never fails its caller, and never
 * grows without end.
 */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Log } from '../../shared/log.ts';

const mostBytes = 2 * 1024 ** 2;

const sizeOf = (logPath: string): number => {
  try {
    return statSync(logPath).size;
  } catch {
    return 0;
  }
};

/** Facts are written as they are, save what JSON cannot hold: amounts are bigint, errors have hidden fields. */
const printable = (_key: string, value: unknown): unknown => {
  if (typeof value === 'bigint') return value.toString();
  return value instanceof Error ? { name: value.name, message: value.message } : value;
};

/**
 * @param logPath  its folder is made where missing; at 2 MiB the file becomes `<logPath>.1`, which replaces the one before
 * @param now  milliseconds since 1970, for each line's `at`
 */
export const createFileLog = (logPath: string, now: () => number): Log => {
  let writtenBytes: number | null = null;
  const write = (level: string, event: string, facts: Record<string, unknown>): void => {
    try {
      const line = `${JSON.stringify({ at: now(), level, event, ...facts }, printable)}\n`;
      if (writtenBytes === null) {
        mkdirSync(path.dirname(logPath), { recursive: true, mode: 0o700 });
        writtenBytes = sizeOf(logPath);
      }
      if (writtenBytes > mostBytes) {
        renameSync(logPath, `${logPath}.1`);
        writtenBytes = 0;
      }
      appendFileSync(logPath, line, { mode: 0o600 });
      writtenBytes += Buffer.byteLength(line);
    } catch {
      // A full or read-only disk must not stop the app, and there is nowhere left to say so.
    }
  };
  return {
    info: (event, facts = {}) => write('info', event, facts),
    warn: (event, facts = {}) => write('warn', event, facts),
    error: (event, facts = {}) => write('error', event, facts),
  };
};
