/**
 * The Linux of our own inside Windows' WSL, and the way to the engine in it. Windows' programs cannot open a socket of
 * WSL's, and a TCP port would be open to every user of the PC: so each request is a `wsl.exe` of this user whose standard
 * input and output are the connection, as Docker's own clients do over ssh (`docker system dial-stdio`).
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Agent } from 'node:http';
import { join, win32 } from 'node:path';
import { Duplex } from 'node:stream';

export const ownLinux = 'perigee';
/** Stands where a socket's path stands. */
export const ownLinuxAddress = `wsl://${ownLinux}`;

type Env = Readonly<Record<string, string | undefined>>;

/** The folder of its disk. A distribution of that name whose disk lies elsewhere is somebody else's, and left alone. */
export const ownLinuxDir = (env: Env, homeDir: string): string =>
  join(env.LOCALAPPDATA || join(homeDir, 'AppData', 'Local'), 'PerigeeEngine');

export const hasOwnLinux = (dir: string): boolean => existsSync(join(dir, 'ext4.vhdx'));

/** Runs a program in it, as root and without a shell in between. */
export const inOwnLinux = (...words: string[]): string[] => [
  ...['--distribution', ownLinux, '--user', 'root', '--exec'],
  ...words,
];

/** By its full path: Windows would also look in the folder that the app was started in. */
export const wslProgram = (platform: NodeJS.Platform, env: Env): string =>
  platform === 'win32' ? win32.join(env.SystemRoot || 'C:\\Windows', 'System32', 'wsl.exe') : 'wsl.exe';

const noDistribution = (): Error => Object.assign(new Error(`${ownLinuxAddress}: no such file`), { code: 'ENOENT' });

const streamOf = (child: ChildProcess): Duplex => {
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new Error('a child without pipes');
  const stream = Duplex.from({ writable: stdin, readable: stdout });
  child.once('error', (error) => stream.destroy(error));
  stream.once('close', () => child.kill());
  return stream;
};

/**
 * Connections to the engine in our own Linux. While this is open, one more `wsl.exe` keeps that Linux awake: WSL stops a
 * distribution, and with it all containers, seconds after the last program of Windows' in it has ended.
 * Source: microsoft/WSL issue 9667.
 *
 * @throws never; a connection fails with ENOENT where there is no such distribution
 */
export const openOwnLinux = (program: string, dir: string): { agent: Agent; close(): void } => {
  let keeper: ChildProcess | null = null;
  const keepAwake = (): void => {
    if (keeper !== null) return;
    const child = spawn(program, inOwnLinux('sleep', 'infinity'), { stdio: 'ignore', windowsHide: true });
    keeper = child;
    const forget = (): void => {
      if (keeper === child) keeper = null;
    };
    child.once('error', forget);
    child.once('exit', forget);
    child.unref();
  };
  class OwnLinuxAgent extends Agent {
    override createConnection(): Duplex {
      if (!hasOwnLinux(dir)) return new Duplex({ read() {}, write() {} }).destroy(noDistribution());
      keepAwake();
      return streamOf(
        spawn(program, inOwnLinux('docker', 'system', 'dial-stdio'), {
          stdio: ['pipe', 'pipe', 'ignore'],
          windowsHide: true,
        }),
      );
    }
  }
  const agent = new OwnLinuxAgent({ keepAlive: false });
  return {
    agent,
    close: () => {
      agent.destroy();
      keeper?.kill();
      keeper = null;
    },
  };
};
