import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectEngine } from './engine.ts';
import { engineError } from './engine-error.ts';
import { findEngine } from './find-engine.ts';

const clock = {
  now: Date.now,
  monotonic: () => performance.now(),
  sleep: async (delayMs: number, signal?: unknown) => {
    await sleep(delayMs, undefined, { signal: signal as AbortSignal });
  },
};

let dir = '';
let servers: Server[] = [];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'perigee-engine-'));
  servers = [];
});
afterEach(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await rm(dir, { recursive: true });
});

const serve = (name: string, listener: RequestListener): Promise<string> =>
  new Promise((resolve) => {
    const server = createServer(listener);
    servers.push(server);
    server.listen(join(dir, name), () => resolve(join(dir, name)));
  });
const engineOf =
  (version: Record<string, unknown>): RequestListener =>
  (request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(request.url?.startsWith('/version') ? version : { NCPU: 4, MemTotal: 8e9 }));
  };
const linux = { Version: '29.7.2', Os: 'linux', Arch: 'amd64', Platform: { Name: 'Docker Engine - Community' } };

describe('finding an engine', () => {
  it('takes the first socket that answers and reads what is there', async () => {
    const socketPath = await serve('b.sock', engineOf(linux));
    const { facts, connection } = await findEngine([join(dir, 'a.sock'), socketPath], clock);
    connection.close();
    expect(facts).toEqual({
      ...{ socketPath, version: '29.7.2', name: 'Docker Engine - Community', osType: 'linux', architecture: 'amd64' },
      ...{ cpuThreads: 4, memoryBytes: 8e9, verdict: 'sound' },
      gpuWays: { cdiDevices: [], hasNvidiaRuntime: false, amdGpus: [] },
    });
  });

  it('says ENGINE_ABSENT with every place it looked at', async () => {
    const paths = [join(dir, 'a.sock'), join(dir, 'none', 'b.sock')];
    await expect(findEngine(paths, clock)).rejects.toMatchObject({ code: 'ENGINE_ABSENT', data: { lookedAt: paths } });
  });

  it('says ENGINE_NOT_LINUX for an engine with Windows containers', async () => {
    const socketPath = await serve('a.sock', engineOf({ ...linux, Os: 'windows' }));
    await expect(findEngine([socketPath], clock)).rejects.toMatchObject({ code: 'ENGINE_NOT_LINUX' });
  });

  it('says ENGINE_UNREACHABLE for a file that is no socket, and for an engine that answers nonsense', async () => {
    const file = join(dir, 'a.sock');
    await writeFile(file, '');
    await expect(findEngine([file], clock)).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      data: { socketPath: file },
    });
    const nonsense = await serve('b.sock', (_request, response) => response.end('hello'));
    await expect(findEngine([nonsense], clock)).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' });
  });

  it('gives a silent engine up within five seconds', async () => {
    const socketPath = await serve('a.sock', () => {});
    const startedAt = performance.now();
    await expect(findEngine([socketPath], clock)).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' });
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });

  it('waits for an engine that is gone rather than taking another, once it holds a container of ours', async () => {
    const labels = { 'network.perigee.job': 'a', 'network.perigee.owner': 'me' };
    const held = (request: IncomingMessage, response: ServerResponse): void => {
      if (!request.url?.includes('/containers/')) {
        engineOf(linux)(request, response);
        return;
      }
      const container = {
        Id: 'c1',
        Name: '/perigee-a',
        Config: { Labels: labels },
        State: { Status: 'running', Error: '' },
      };
      response.end(JSON.stringify(container));
    };
    const paths = [await serve('a.sock', held), await serve('b.sock', engineOf(linux))];
    const engine = connectEngine({ socketPaths: paths, owner: 'me', clock });
    expect((await engine.probe()).socketPath).toBe(paths[0]);
    expect((await engine.inspect('c1'))?.jobId).toBe('a');
    servers[0]?.close();
    await rm(paths[0] ?? '', { force: true });
    await expect(engine.probe()).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' });
    engine.close();
    expect((await engine.probe()).socketPath).toBe(paths[1]);
    engine.close();
  });

  it('says ENGINE_DENIED when the socket is not for this user', () => {
    const denied = Object.assign(new Error('connect EACCES'), { code: 'EACCES' });
    expect(engineError(denied, '/var/run/docker.sock')).toMatchObject({ code: 'ENGINE_DENIED' });
  });
});
