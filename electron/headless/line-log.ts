/** The process's own log: one JSON object a line on standard error. */
import type { Log } from '../../shared/log.ts';

export const createLineLog = (write: (line: string) => void, now: () => number): Log => {
  const line =
    (level: string) =>
    (event: string, facts: Record<string, unknown> = {}): void =>
      write(`${JSON.stringify({ at: new Date(now()).toISOString(), level, event, ...facts }, bigintAsText)}\n`);
  return { info: line('info'), warn: line('warn'), error: line('error') };
};

const bigintAsText = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);
