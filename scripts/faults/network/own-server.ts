/**
 * A PostgreSQL server for faults alone, with data, port and processes of its own: it dies as a whole by SIGKILL and comes
 * back on the same data. The computer lives on, so what the server had given to the system is not lost with it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { askServer } from '../../../tests/network/play-place.ts';
import { freePort } from '../../provision/free-port.ts';
import { canListChildren, childrenOf, endProcess, isAlive, type OwnProcess } from '../../provision/own-process.ts';
import { makeServerData, serveData, serverUrl } from '../../provision/postgres.ts';
import { postgresBinDir } from '../../provision/programs.ts';

/**
 * `at_once`: all its processes are killed, wherever they are; `first_alone`: the first one is, and the others go on until
 * they notice, so that a statement may still be done, and answered.
 */
export const deaths = ['at_once', 'first_alone'] as const;
export type Death = (typeof deaths)[number];

export interface OwnServer {
  /** Of its database `postgres`; the same after each restart. */
  readonly url: string;
  /** Resolves once none of its processes is left. */
  kill(death: Death): Promise<void>;
  /** Resolves once it has recovered and answers. @throws what it said when it did not */
  restart(): Promise<void>;
  /** Ends it in order, and takes its data with it. */
  remove(): Promise<void>;
}

const recoverWithinMs = 60_000;
const noticeWithinMs = 5_000;
const lookEveryMs = 10;
const endWithinMs = 10_000;
const endSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** @returns why there can be none here; null: there can be one */
export const whyNoOwnServer = (): string | null => {
  if (postgresBinDir() === null) return 'postgresql is not installed';
  return canListChildren ? null : 'its processes are found under /proc, which is not here';
};

const sendTo = (own: OwnProcess, signal: NodeJS.Signals): void => {
  if (isAlive(own)) process.kill(own.pid, signal);
};

/** @returns whether all of them went in time */
const areGone = async (all: readonly OwnProcess[], withinMs: number): Promise<boolean> => {
  for (let waitedMs = 0; all.some(isAlive); waitedMs += lookEveryMs) {
    if (waitedMs >= withinMs) return false;
    await delay(lookEveryMs);
  }
  return true;
};

const untilAnswers = async (url: string): Promise<void> => {
  for (const deadline = performance.now() + recoverWithinMs; ; await delay(lookEveryMs)) {
    try {
      await askServer(url, 'select 1');
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
  }
};

/** @throws where `whyNoOwnServer` says why, and with what the server said when it did not come up */
export const startOwnServer = async (): Promise<OwnServer> => {
  const dir = mkdtempSync(join(tmpdir(), 'perigee-server-'));
  const logPath = `${dir}.log`;
  const dataDir = await makeServerData(dir).catch((error: unknown) => {
    rmSync(dir, { recursive: true, force: true });
    throw error;
  });
  const port = await freePort();
  const url = serverUrl(port);
  let first: OwnProcess | null = null;
  let others: readonly OwnProcess[] = [];

  const removeFiles = (): void => {
    for (const path of [dir, dataDir, logPath]) rmSync(path, { recursive: true, force: true });
  };
  // It would outlive this process, and nobody would know of it.
  const leaveNothing = (): void => {
    for (const own of [first, ...others]) if (own !== null) sendTo(own, 'SIGKILL');
    removeFiles();
  };
  const endWithSignal = (): never => process.exit(1);
  process.once('exit', leaveNothing);
  for (const signal of endSignals) process.once(signal, endWithSignal);

  const restart = async (): Promise<void> => {
    first = await serveData(dataDir, port, logPath);
    await untilAnswers(url);
  };
  const remove = async (): Promise<void> => {
    if (first !== null) await endProcess(first, endWithinMs);
    await areGone(others, noticeWithinMs);
    leaveNothing();
    process.off('exit', leaveNothing);
    for (const signal of endSignals) process.off(signal, endWithSignal);
  };
  try {
    await restart();
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    url,
    kill: async (death) => {
      if (first === null) return;
      // While it stands still it makes no more processes, so that these are all.
      sendTo(first, 'SIGSTOP');
      others = childrenOf(first);
      sendTo(first, 'SIGKILL');
      if (death === 'at_once') for (const other of others) sendTo(other, 'SIGKILL');
      const all = [first, ...others];
      if (await areGone(all, noticeWithinMs)) return;
      for (const own of all) sendTo(own, 'SIGKILL');
      if (!(await areGone(all, noticeWithinMs))) throw new Error('a killed server lives on');
    },
    restart,
    remove,
  };
};
