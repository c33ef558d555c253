/**
 * Processes that provisioning started and leaves running. Each is remembered by its id and its start time, so that
 * stopping ends only what was started here, never a process that got the same number later.
 */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheDir } from './facts.ts';

export interface OwnProcess {
  name: string;
  pid: number;
  /** Clock ticks since boot at which it started (`/proc/<pid>/stat`, field 22); null where there is no /proc. */
  startTicks: string | null;
  /** How it is asked to end; SIGTERM when left out. */
  endSignal?: NodeJS.Signals;
}

const recordPath = join(cacheDir, 'provision-processes.json');

const readRecord = (): OwnProcess[] => {
  try {
    return JSON.parse(readFileSync(recordPath, 'utf8')) as OwnProcess[];
  } catch {
    return [];
  }
};

const writeRecord = (processes: OwnProcess[]): void => {
  mkdirSync(dirname(recordPath), { recursive: true });
  writeFileSync(recordPath, JSON.stringify(processes));
};

/** Fields of `/proc/<pid>/stat` from the state on, field 3. @returns null when no such process lives, or there is no /proc */
const readStat = (pid: number): string[] | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : fields;
  } catch {
    return null;
  }
};
const startTicksOf = (pid: number): string | null => readStat(pid)?.[19] ?? null;

/** Whether `childrenOf` can tell. */
export const canListChildren = existsSync('/proc/self/stat');

/** Those that it started itself and that live now. */
export const childrenOf = ({ name, pid }: OwnProcess): OwnProcess[] =>
  readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .flatMap((child) => {
      const stat = readStat(child);
      return stat !== null && Number(stat[1]) === pid ? [{ name, pid: child, startTicks: stat[19] ?? null }] : [];
    });

export const isAlive = ({ pid, startTicks }: OwnProcess): boolean => {
  if (startTicks !== null) return startTicksOf(pid) === startTicks;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Starts a program that outlives this one, with its output in a file. */
export const startDetached = (name: string, command: string, args: string[], logPath: string): OwnProcess => {
  mkdirSync(dirname(logPath), { recursive: true });
  const log = openSync(logPath, 'w');
  const child = spawn(command, args, { detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  // A program that cannot be started has no pid; whoever waits for it to answer reports that.
  child.on('error', () => {});
  child.unref();
  const pid = child.pid ?? 0;
  return { name, pid, startTicks: startTicksOf(pid) };
};

/** Adds a process to what `stop.ts` will end. */
export const remember = (own: OwnProcess): void => writeRecord([...readRecord().filter(isAlive), own]);

/** Asks it to end, and makes it after `graceMs`. Resolves once it is gone. */
export const endProcess = async (own: OwnProcess, graceMs: number): Promise<void> => {
  for (const signal of [own.endSignal ?? 'SIGTERM', 'SIGKILL'] as const) {
    if (own.pid <= 0 || !isAlive(own)) return;
    process.kill(own.pid, signal);
    for (let waitedMs = 0; waitedMs < graceMs && isAlive(own); waitedMs += 50) await sleep(50);
  }
};

/** Ends everything remembered, newest first. @returns the names of what was running */
export const endRemembered = async (): Promise<string[]> => {
  const running = readRecord().filter(isAlive).toReversed();
  for (const own of running) await endProcess(own, 15_000);
  writeRecord([]);
  return running.map(({ name }) => name);
};
