import { request } from 'node:http';
import { os } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { silentLog } from '../../../shared/log.ts';
import { systemClock } from '../../core/system-clock.ts';
import { type LoopbackServer, startLoopbackServer } from './loopback-server.ts';
import { createSeatDoor } from './seat-door.ts';
import { createSignerDoor } from './signer-door.ts';

let server: LoopbackServer;
beforeAll(async () => {
  server = await startLoopbackServer({
    port: 0,
    router: { ping: os.handler(() => 'pong') },
    assetsDir: import.meta.dirname,
    seat: createSeatDoor(
      () => 's'.repeat(43),
      async () => undefined,
    ),
    signer: createSignerDoor(
      () => 'refused',
      (key) => key,
    ),
    clock: systemClock,
    log: silentLog,
  });
});
afterAll(() => server.close());

type Transport = 'asset' | 'launch' | 'socket';
interface Case {
  host: string | undefined;
  origin: string | undefined;
  bearer: string | undefined;
  transport: Transport;
}

const hosts = (port: number): (string | undefined)[] => [
  `127.0.0.1:${port}`,
  `localhost:${port}`,
  `[::1]:${port}`,
  '127.0.0.1',
  `127.0.0.1:${port + 1}`,
  `127.evil.example:${port}`,
  `localhost.evil.example:${port}`,
  `evil.example:${port}`,
  `127.0.0.1:${port}.evil.example`,
  `2130706433:${port}`,
  `LOCALHOST:${port}`,
  `user@127.0.0.1:${port}`,
];
const origins = (port: number): (string | undefined)[] => [
  undefined,
  `http://127.0.0.1:${port}`,
  `http://localhost:${port}`,
  `http://[::1]:${port}`,
  `https://127.0.0.1:${port}`,
  `http://127.0.0.1:${port + 1}`,
  `http://127.0.0.1:${port}.evil.example`,
  `http://127.0.0.1:${port}evil`,
  'http://127.0.0.1',
  'http://evil.example',
  'null',
  'file://',
];

/** Allowed by the seven promises, worked out apart from the server's own code. */
const isExpected = ({ host, origin, bearer, transport }: Case, port: number): boolean => {
  if (host === undefined || !hosts(port).slice(0, 3).includes(host)) return false;
  if (origin !== undefined && origin !== `http://${host}`) return false;
  if (transport === 'asset') return true;
  if (origin !== undefined) return true;
  return bearer === `Bearer ${server.access.token}`;
};

const headersOf = ({ host, origin, bearer }: Case): Record<string, string> => ({
  ...(host === undefined ? {} : { Host: host }),
  ...(origin === undefined ? {} : { Origin: origin }),
  ...(bearer === undefined ? {} : { Authorization: bearer }),
});

const speak = (attempt: Case): Promise<boolean> =>
  new Promise((resolve) => {
    const { transport } = attempt;
    if (transport === 'socket') {
      const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc`, { headers: headersOf(attempt) });
      socket.once('open', () => {
        socket.terminate();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
      return;
    }
    const body = transport === 'launch' ? JSON.stringify({ code: server.access.issueLaunchCode() }) : '';
    const call = request(
      {
        port: server.port,
        host: '127.0.0.1',
        method: transport === 'launch' ? 'POST' : 'GET',
        path: transport === 'launch' ? '/launch' : '/health',
        headers: {
          ...headersOf(attempt),
          ...(body ? { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) } : {}),
        },
        setHost: false,
        agent: false,
      },
      (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      },
    );
    call.once('error', () => resolve(false));
    call.end(body);
  });

describe('the loopback server', () => {
  it('admits exactly what it promises, in 1,728 combinations of host, origin, token and transport', {
    timeout: 60_000,
  }, async () => {
    const { port } = server;
    const wrong: (Case & { admitted: boolean })[] = [];
    let seen = 0;
    for (const host of hosts(port))
      for (const origin of origins(port))
        for (const transport of ['asset', 'launch', 'socket'] as const)
          for (const bearer of [
            undefined,
            `Bearer ${server.access.token}`,
            `Basic ${server.access.token}`,
            `bearer ${server.access.token}`,
          ]) {
            const attempt: Case = { host, origin, bearer, transport };
            const admitted = await speak(attempt);
            seen += 1;
            if (admitted !== isExpected(attempt, port)) wrong.push({ ...attempt, admitted });
          }
    expect(wrong).toEqual([]);
    expect(seen).toBe(1728);
  });

  it('closes a page that brings a wrong token, and forgets the guesser after ten', async () => {
    const guess = () =>
      new Promise<number>((resolve) => {
        const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc`, { origin: server.url });
        socket.once('open', () => socket.send(JSON.stringify({ token: 'x'.repeat(43) })));
        socket.once('close', (code) => resolve(code));
      });
    for (let n = 0; n < 11; n += 1) expect(await guess()).toBe(4401);
    const code = await fetch(`${server.url}/launch`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: server.url },
      body: JSON.stringify({ code: server.access.issueLaunchCode() }),
    });
    expect(code.status).toBe(429);
  });
});
