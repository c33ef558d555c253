/**
 * A PostgreSQL server for the tests: on loopback alone, on a free port, with its own data, which each start makes anew. As
 * root it runs as the system's user `postgres`, because the server refuses root. Never touches a cluster installed here.
 */
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';
import { endProcess, isAlive, type OwnProcess, startDetached } from './own-process.ts';
import { findProgram, postgresBinDir } from './programs.ts';

const run = promisify(execFile);
const readyDeadlineMs = 20_000;
const systemUser = 'postgres';
/** Its superuser; anyone who reaches this machine's own address may be it. */
const superuser = 'perigee';

/** @returns whether something that accepts connections is there */
export const isPostgres = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    const socket = createConnection({ host: hostname, port: Number(port), timeout: 2000 });
    // The eight bytes that ask for TLS: a PostgreSQL server answers with one letter, whatever it thinks of it.
    socket.once('connect', () => socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])));
    socket.once('data', (data) => {
      resolve(['S', 'N'].includes(data.toString('latin1', 0, 1)));
      socket.destroy();
    });
    socket.once('timeout', () => socket.destroy());
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });

/** How to run a program as who may run the server. */
const asServer = (program: string, args: string[]): [string, string[]] => {
  if (process.getuid?.() !== 0) return [program, args];
  const setpriv = findProgram('setpriv');
  if (setpriv === null) throw new Error('as root, setpriv is needed to run it as another user');
  return [setpriv, ['--reuid', systemUser, '--regid', systemUser, '--init-groups', program, ...args]];
};

const idOf = (which: '-u' | '-g'): number => Number(execFileSync('id', [which, systemUser], { encoding: 'utf8' }));

/** An empty folder that the server's user can reach: here, or in its own home where this place is closed to it. */
const makeDataDir = async (dir: string): Promise<string> => {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  if (process.getuid?.() !== 0) return dir;
  chownSync(dir, idOf('-u'), idOf('-g'));
  try {
    await run(...asServer('/usr/bin/test', ['-w', dir]), { cwd: '/' });
    return dir;
  } catch {
    rmSync(dir, { recursive: true, force: true });
    const own = join('/var/lib/postgresql', `perigee-${createHash('sha256').update(dir).digest('hex').slice(0, 12)}`);
    rmSync(own, { recursive: true, force: true });
    mkdirSync(own, { mode: 0o700 });
    chownSync(own, idOf('-u'), idOf('-g'));
    return own;
  }
};

const lastLine = (logPath: string): string => readFileSync(logPath, 'utf8').trim().split('\n').at(-1) ?? '';

const binDirHere = (): string => {
  const binDir = postgresBinDir();
  if (binDir === null) throw new Error('postgresql is not installed');
  return binDir;
};

/**
 * @param dir  for its data, if its user can reach it; emptied first
 * @returns the folder that it is in
 */
export const makeServerData = async (dir: string): Promise<string> => {
  const binDir = binDirHere();
  const dataDir = await makeDataDir(dir);
  const init = ['-D', dataDir, '-U', superuser, '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'];
  await run(...asServer(join(binDir, 'initdb'), init), { cwd: '/' });
  return dataDir;
};

/** Of its database `postgres`. */
export const serverUrl = (port: number): string => `postgres://${superuser}@127.0.0.1:${port}/postgres`;

/**
 * @param dataDir  made before, and left by whoever served it, in order or not
 * @returns once it accepts connections; after a crash it may refuse them all for a moment yet, while it recovers
 * @throws with its last words
 */
export const serveData = async (dataDir: string, port: number, logPath: string): Promise<OwnProcess> => {
  const settings = {
    listen_addresses: '127.0.0.1',
    // Nobody needs one, and its path may be too long for one.
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '64MB',
    fsync: 'on',
  };
  const given = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [program, args] = asServer(join(binDirHere(), 'postgres'), ['-D', dataDir, '-p', String(port), ...given]);
  // Asked politely, it would wait for everyone to hang up.
  const own = { ...startDetached('postgres', program, args, logPath), endSignal: 'SIGINT' as const };
  for (let waitedMs = 0; waitedMs < readyDeadlineMs && isAlive(own); waitedMs += 50) {
    if (await isPostgres(serverUrl(port))) return own;
    await sleep(50);
  }
  await endProcess(own, 5000);
  throw new Error(`postgres did not come up: ${lastLine(logPath)}`);
};

/**
 * @param dir  for its data, if its user can reach it; emptied first
 * @returns the address of its database `postgres`
 * @throws with its last words
 */
export const startPostgres = async (dir: string, logPath: string): Promise<{ url: string; process: OwnProcess }> => {
  const dataDir = await makeServerData(dir);
  const port = await freePort();
  return { url: serverUrl(port), process: await serveData(dataDir, port, logPath) };
};
