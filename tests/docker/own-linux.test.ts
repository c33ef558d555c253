/** The way into our own Linux, by a stand-in for `wsl.exe` that joins standard input and output to a Unix socket. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock as clock } from '../../electron/core/system-clock.ts';
import { openConnection } from '../../electron/docker/connection.ts';
import { findEngine } from '../../electron/docker/find-engine.ts';
import { ownLinuxAddress, ownLinuxDir } from '../../electron/docker/own-linux.ts';

describe.skipIf(process.platform === 'win32')('an engine in our own Linux', () => {
  let dir = '';
  let server: Server | null = null;
  const { PATH, LOCALAPPDATA } = process.env;
  const ran = (): string[] => readFileSync(join(dir, 'ran'), 'utf8').trim().split('\n');

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'perigee-wsl-'));
    const script = `#!${process.execPath}
const words = process.argv.slice(2).join(' ');
require('fs').appendFileSync(${JSON.stringify(join(dir, 'ran'))}, process.pid + ' ' + words + '\\n');
if (words.endsWith('sleep infinity')) setInterval(() => {}, 1000);
else {
  const socket = require('net').connect(${JSON.stringify(join(dir, 'docker.sock'))});
  process.stdin.pipe(socket).pipe(process.stdout);
  socket.once('error', () => process.exit(1));
  socket.once('close', () => process.exit(0));
}
`;
    writeFileSync(join(dir, 'wsl.exe'), script);
    chmodSync(join(dir, 'wsl.exe'), 0o755);
    process.env.PATH = `${dir}${delimiter}${PATH}`;
    process.env.LOCALAPPDATA = dir;
  });
  afterEach(async () => {
    process.env.PATH = PATH;
    if (LOCALAPPDATA === undefined) delete process.env.LOCALAPPDATA;
    else process.env.LOCALAPPDATA = LOCALAPPDATA;
    server?.closeAllConnections();
    server?.close();
    server = null;
    rmSync(dir, { recursive: true });
  });

  const install = (): void => {
    // win32.join writes the folder with Windows' separator, which is part of a name here.
    const own = ownLinuxDir(process.env, '');
    mkdirSync(own, { recursive: true });
    writeFileSync(`${own}/ext4.vhdx`, '');
  };
  const serve = (listener: RequestListener): Promise<void> =>
    new Promise((resolve) => {
      server = createServer(listener).listen(join(dir, 'docker.sock'), resolve);
    });
  const engine: RequestListener = (request, response) => {
    if (request.url?.startsWith('/containers/c/logs')) {
      response.writeHead(200);
      response.write('first ');
      setTimeout(() => response.end('last'), 300);
      return;
    }
    if (request.method === 'POST') {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        response.writeHead(201, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ Id: String(Buffer.concat(parts).length) }));
      });
      return;
    }
    response.setHeader('content-type', 'application/json');
    const version = { Version: '29.7.2', Os: 'linux', Arch: 'amd64', Platform: { Name: 'Docker Engine - Community' } };
    response.end(JSON.stringify(request.url?.startsWith('/version') ? version : { NCPU: 4, MemTotal: 8e9 }));
  };
  const isAlive = (pid: number): boolean => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  const until = async (isSo: () => boolean): Promise<void> => {
    for (let waited = 0; !isSo(); waited += 20) {
      if (waited > 20_000) throw new Error('it never came');
      await sleep(20);
    }
  };

  it('is absent while there is no such distribution, and nothing is started to find that out', async () => {
    await expect(findEngine([ownLinuxAddress], clock)).rejects.toMatchObject({ code: 'ENGINE_ABSENT' });
    expect(() => ran()).toThrow();
  });

  it('is unreachable while nothing answers in it', async () => {
    install();
    await expect(findEngine([ownLinuxAddress], clock)).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' });
  });

  it('answers as any other engine, is kept awake meanwhile, and leaves nothing running', async () => {
    install();
    await serve(engine);
    const { facts, connection } = await findEngine([ownLinuxAddress], clock);
    expect(facts).toMatchObject({ socketPath: ownLinuxAddress, version: '29.7.2', cpuThreads: 4, verdict: 'sound' });
    const large = 'x'.repeat(300_000);
    const made = await connection.quick((docker, abortSignal) =>
      docker.createContainer({ _query: {}, _body: { Image: large }, abortSignal } as never),
    );
    expect(Number(made.id)).toBeGreaterThan(300_000);
    const log = await connection.quick((docker) => docker.getContainer('c').logs({ stdout: true, follow: true }));
    const parts: Buffer[] = [];
    for await (const part of log as unknown as AsyncIterable<Buffer>) parts.push(part);
    expect(Buffer.concat(parts).toString()).toBe('first last');

    const started = ran().map((line) => ({ pid: Number(line.split(' ')[0]), words: line }));
    const keepers = started.filter(({ words }) => words.endsWith('sleep infinity'));
    expect(keepers).toHaveLength(1);
    expect(started.filter(({ words }) => words.endsWith('--exec docker system dial-stdio')).length).toBe(4);
    expect(keepers.every(({ pid }) => isAlive(pid))).toBe(true);
    connection.close();
    await until(() => !started.some(({ pid }) => isAlive(pid)));
  });

  it('ends the program of a request that nobody waits for any more', async () => {
    install();
    await serve(() => undefined);
    const connection = openConnection(ownLinuxAddress, clock);
    const gone = new AbortController();
    const call = connection.quick((docker, abortSignal) => docker.version({ abortSignal }), gone.signal);
    await until(() => server !== null && readFileSyncOr(join(dir, 'ran')).includes('dial-stdio'));
    gone.abort();
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
    const dial = ran().find((line) => line.endsWith('dial-stdio'));
    await until(() => !isAlive(Number(dial?.split(' ')[0])));
    connection.close();
  });
});

const readFileSyncOr = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};
