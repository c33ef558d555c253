/**
 * A Docker engine for the tests, where none answers: started as root, with its own data, and with fewer demands on the
 * machine at each attempt. Never touches the data of an engine that is installed here.
 */

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endProcess, isAlive, type OwnProcess, startDetached } from './own-process.ts';
import { findProgram } from './programs.ts';

export interface RunningDockerd {
  socketPath: string;
  process: OwnProcess;
}

export interface DockerdPlace {
  socketPath: string;
  /** Images and containers. */
  dataDir: string;
  /** Short-lived state; its path must be short, because containerd's socket lies in it (at most 107 bytes). */
  runDir: string;
  logPath: string;
}

/** Without firewall rights there is no bridge, and containers without a network still run; vfs works on any disk. */
const attempts: string[][] = [
  [],
  ['--iptables=false', '--ip6tables=false', '--bridge=none'],
  ['--iptables=false', '--ip6tables=false', '--bridge=none', '--storage-driver=vfs'],
];
const readyDeadlineMs = 30_000;

/** @returns whether an engine answers there within two seconds */
export const answers = (socketPath: string): Promise<boolean> =>
  new Promise((resolve) => {
    const ping = request({ socketPath, path: '/_ping', agent: false, timeout: 2000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    ping.on('timeout', () => ping.destroy());
    ping.on('error', () => resolve(false));
    ping.on('close', () => resolve(false));
    ping.end();
  });

const lastLine = (logPath: string): string => {
  try {
    return readFileSync(logPath, 'utf8').trim().split('\n').at(-1) ?? '';
  } catch {
    return '';
  }
};

/** @param flags added to each attempt, such as `--live-restore` @throws with the engine's last words */
export const startDockerd = async (place: DockerdPlace, flags: string[] = []): Promise<RunningDockerd> => {
  const program = findProgram('dockerd');
  if (program === null) throw new Error('dockerd is not installed');
  if (process.getuid?.() !== 0) throw new Error('starting dockerd needs root');
  mkdirSync(place.dataDir, { recursive: true });
  mkdirSync(place.runDir, { recursive: true });
  const pidPath = join(place.runDir, 'dockerd.pid');
  for (const attempt of attempts) {
    // Left by one that was killed: in a container the same small number soon belongs to another process.
    rmSync(pidPath, { force: true });
    const own = startDetached(
      'dockerd',
      program,
      [
        ...['--host', `unix://${place.socketPath}`, '--data-root', place.dataDir, '--exec-root', place.runDir],
        ...['--pidfile', pidPath, ...flags, ...attempt],
      ],
      place.logPath,
    );
    for (let waitedMs = 0; waitedMs < readyDeadlineMs && isAlive(own); waitedMs += 100) {
      if (await answers(place.socketPath)) return { socketPath: place.socketPath, process: own };
      await sleep(100);
    }
    await endProcess(own, 5000);
  }
  throw new Error(`dockerd did not come up: ${lastLine(place.logPath)}`);
};

/** Takes away what an engine that has ended left at its place, mounts included. Only for a place of one's own. */
export const clearPlace = (place: DockerdPlace): void => {
  const folders = [place.dataDir, place.runDir];
  const mounts = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .flatMap((line) => line.split(' ')[1] ?? [])
    .filter((path) => folders.some((folder) => path === folder || path.startsWith(`${folder}/`)));
  // Deepest first; detached, because a container's process may still be on its way out.
  for (const path of mounts.toReversed()) execFileSync(findProgram('umount') ?? '/bin/umount', ['--lazy', path]);
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  for (const file of [place.socketPath, place.logPath]) rmSync(file, { force: true });
};
