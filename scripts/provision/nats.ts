/**
 * A NATS server with JetStream for the tests: on loopback alone, on a free port, with its own folder, which each start
 * here makes anew. Never touches a server that is installed and running here.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { endProcess, isAlive, type OwnProcess, startDetached } from './own-process.ts';
import { findProgram } from './programs.ts';

const readyDeadlineMs = 10_000;

/** @returns whether a NATS server is there */
export const isNats = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    const socket = createConnection({ host: hostname, port: Number(port), timeout: 2000 });
    // It speaks first, and says what it is.
    socket.once('data', (data) => {
      resolve(data.toString('latin1', 0, 5) === 'INFO ');
      socket.destroy();
    });
    socket.once('timeout', () => socket.destroy());
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });

const lastLine = (logPath: string): string => readFileSync(logPath, 'utf8').trim().split('\n').at(-1) ?? '';

/**
 * Starts one on the given port, with what is in its folder.
 *
 * @param words  beside these, such as a file of settings
 * @throws with its last words
 */
export const runNats = async (
  { port, dir, logPath }: { readonly port: number; readonly dir: string; readonly logPath: string },
  words: readonly string[] = [],
): Promise<{ url: string; process: OwnProcess }> => {
  const program = findProgram('nats-server');
  if (program === null) throw new Error('nats-server is not installed');
  mkdirSync(dir, { recursive: true });
  const own = startDetached(
    'nats-server',
    program,
    ['--addr', '127.0.0.1', '--port', String(port), '--jetstream', '--store_dir', dir, ...words],
    logPath,
  );
  const url = `nats://127.0.0.1:${port}`;
  for (let waitedMs = 0; waitedMs < readyDeadlineMs && isAlive(own); waitedMs += 25) {
    if (await isNats(url)) return { url, process: own };
    await sleep(25);
  }
  await endProcess(own, 2000);
  throw new Error(`nats-server did not come up: ${lastLine(logPath)}`);
};

/** @param dir  emptied first @returns its address */
export const startNats = async (dir: string, logPath: string): Promise<{ url: string; process: OwnProcess }> => {
  rmSync(dir, { recursive: true, force: true });
  return runNats({ port: await freePort(), dir, logPath });
};
