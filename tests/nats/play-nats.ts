/** A NATS server of a test's own, which it may kill and start again at the same place. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../scripts/provision/free-port.ts';
import { runNats } from '../../scripts/provision/nats.ts';
import { endProcess } from '../../scripts/provision/own-process.ts';
import { findProgram } from '../../scripts/provision/programs.ts';

export const hasNats = findProgram('nats-server') !== null;
/** What the title of a test says of it. */
export const overNats = hasNats ? 'over NATS' : 'over NATS (nats-server was not provisioned)';

export interface PlayNats {
  readonly url: string;
  /** As `kill -9`. */
  kill(): Promise<void>;
  /** @param isEmptied  with nothing of what it kept */
  start(isEmptied?: boolean): Promise<void>;
  remove(): Promise<void>;
}

/** @param words  such as a file of settings */
export const startPlayNats = async (words: readonly string[] = []): Promise<PlayNats> => {
  const dir = mkdtempSync(join(tmpdir(), 'perigee-nats-'));
  const place = { port: await freePort(), dir: join(dir, 'kept'), logPath: join(dir, 'log') };
  let running = await runNats(place, words);
  const kill = (): Promise<void> => endProcess({ ...running.process, endSignal: 'SIGKILL' }, 5_000);
  return {
    url: running.url,
    kill,
    start: async (isEmptied = false) => {
      if (isEmptied) rmSync(place.dir, { recursive: true });
      running = await runNats(place, words);
    },
    remove: async () => {
      await kill();
      rmSync(dir, { recursive: true, force: true });
    },
  };
};
