/** The proxy over real sockets, with names that lead where the test says. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isForbiddenAddress } from '../../../shared/domain/addresses/forbidden-addresses.ts';
import { systemClock } from '../../core/system-clock.ts';
import type { WayOut } from './destination.ts';
import { createProxy, type ProxyRefusal } from './proxy.ts';
import { createTraffic } from './traffic.ts';

let origin: Server;
let port = 0;
const seen: { url: string | undefined; headers: Record<string, unknown> }[] = [];
let lookups = 0;

const way: WayOut = {
  resolve: async (name) => {
    lookups += 1;
    if (name === 'both.perigee-test.net') return ['127.0.0.1', '10.0.0.1'];
    if (name === 'closed.perigee-test.net') return ['127.0.0.1'];
    if (name.endsWith('.perigee-test.net')) return ['127.0.0.1'];
    throw new Error('no such name');
  },
  isForbidden: (address) => address !== '127.0.0.1' && isForbiddenAddress(address),
};

/** A proxy that listens, as the relay would. */
const openProxy = async (hosts: string[], mostBytes = 2 ** 20) => {
  const refused: [string, ProxyRefusal][] = [];
  const traffic = createTraffic({
    ...{ clock: systemClock, mostBytes, usedBytes: 0, bytesPerSecond: () => null, keep: () => {}, onUsedUp: () => {} },
  });
  const proxy = createProxy({ hosts, traffic, way, onRefused: (...told) => refused.push(told) });
  const sockets = new Set<Socket>();
  const listener = createTcpServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    proxy.take(socket);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const ask = (text: string): Promise<string> =>
    new Promise((resolve) => {
      const socket = connect({ host: '127.0.0.1', port: (listener.address() as AddressInfo).port });
      let answer = '';
      socket.on('data', (chunk) => {
        answer += chunk.toString('latin1');
      });
      socket.on('error', () => resolve(answer));
      socket.once('close', () => resolve(answer));
      // No end of its own: the other side closes, as HTTP/1.0 and `Connection: close` say.
      socket.write(text);
    });
  const close = (): void => {
    proxy.close();
    listener.close();
  };
  return { ask, refused, traffic, take: proxy.take, close };
};

describe('the proxy', () => {
  beforeAll(async () => {
    origin = createServer((request, response) => {
      seen.push({ url: request.url, headers: request.headers });
      let bytes = 0;
      request.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      request.on('end', () => response.end(request.url === '/long' ? 'x'.repeat(300_000) : `took ${bytes}`));
    });
    await new Promise<void>((resolve) => origin.listen(0, '127.0.0.1', resolve));
    port = (origin.address() as AddressInfo).port;
  });
  afterAll(() => {
    origin.closeAllConnections();
    origin.close();
  });

  it('forwards a plain request without what belongs to the connection', async () => {
    const { ask, close } = await openProxy([`a.perigee-test.net:${port}`]);
    const answer = await ask(
      `POST http://a.perigee-test.net:${port}/x?y=1 HTTP/1.1\r\nHost: lie\r\nProxy-Authorization: Basic x\r\nConnection: close, X-Secret\r\nX-Secret: 1\r\nX-Kept: 2\r\nContent-Length: 5\r\n\r\nhello`,
    );
    close();
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*took 5/);
    const request = seen.at(-1);
    expect(request?.url).toBe('/x?y=1');
    expect(request?.headers).toMatchObject({ host: `a.perigee-test.net:${port}`, 'x-kept': '2' });
    expect(Object.keys(request?.headers ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(?:proxy-authorization|x-secret)$/)]),
    );
  });

  it('opens a tunnel to a host that was named, and counts what passes', async () => {
    const { ask, traffic, close } = await openProxy([`a.perigee-test.net:${port}`]);
    const inner = 'GET /tunnel HTTP/1.0\r\n\r\n';
    const answer = await ask(`CONNECT A.Perigee-Test.net:${port} HTTP/1.1\r\n\r\n${inner}`);
    close();
    expect(answer).toMatch(/^HTTP\/1\.1 200 Connected\r\n\r\nHTTP\/1\.1 200 OK[\s\S]*took 0$/);
    expect(traffic.usedBytes()).toBe(inner.length + answer.length - 'HTTP/1.1 200 Connected\r\n\r\n'.length);
  });

  it('asks the resolver once for each connection', async () => {
    const { ask, close } = await openProxy([`a.perigee-test.net:${port}`]);
    const before = lookups;
    await ask(`GET http://a.perigee-test.net:${port}/ HTTP/1.1\r\nConnection: close\r\nHost: x\r\n\r\n`);
    close();
    expect(lookups - before).toBe(1);
  });

  it.each([
    ['a host that was not named', 'CONNECT b.perigee-test.net:443', 403, 'not_named'],
    ['another port of one that was', 'CONNECT a.perigee-test.net:22', 403, 'not_named'],
    ['an address', 'CONNECT 127.0.0.1:80', 400, 'bad_request'],
    ['an address in hexadecimal', 'CONNECT 0x7f000001:80', 400, 'bad_request'],
    ['an address of IPv6', 'CONNECT [::1]:80', 400, 'bad_request'],
    ['a name that leads home as well', 'CONNECT both.perigee-test.net:443', 403, 'address_forbidden'],
    ['a name that there is not', 'CONNECT gone.example.net:443', 502, 'no_such_name'],
    ['a host that does not answer', 'CONNECT closed.perigee-test.net:1', 504, 'no_answer'],
    ['a file', 'GET file:///etc/passwd', 400, 'bad_request'],
    ['itself', 'GET /', 400, 'bad_request'],
    ['a password in an address', 'GET http://me:secret@a.perigee-test.net:443/', 400, 'bad_request'],
  ])('refuses %s', async (_what, line, status, reason) => {
    const { ask, refused, close } = await openProxy([
      ...['a.perigee-test.net:443', 'both.perigee-test.net:443', 'gone.example.net:443', 'closed.perigee-test.net:1'],
    ]);
    const answer = await ask(`${line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    close();
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toContain('Perigee: ');
    expect(refused.map(([, why]) => why)).toEqual([reason]);
  });

  it('makes one connection of one, however much is asked over it at once', async () => {
    const { ask, close } = await openProxy([`a.perigee-test.net:${port}`]);
    const before = seen.length;
    await ask(`GET http://a.perigee-test.net:${port}/ HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(300));
    close();
    expect(seen.length - before).toBe(1);
  });

  it('lets go of a tunnel that it refused once the job does', async () => {
    const { take, close } = await openProxy(['a.perigee-test.net:443']);
    const stream = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
    take(stream);
    stream.push('CONNECT b.perigee-test.net:443 HTTP/1.1\r\n\r\n');
    await once(stream, 'finish');
    stream.push('more, which nobody wants');
    stream.push(null);
    await once(stream, 'close');
    close();
  });

  it.each(['000', '099'])('outlives a host that answers with status %s', async (status) => {
    const liar = createTcpServer((socket) => socket.once('data', () => socket.end(`HTTP/1.1 ${status} x\r\n\r\n`)));
    await new Promise<void>((resolve) => liar.listen(0, '127.0.0.1', resolve));
    const host = `a.perigee-test.net:${(liar.address() as AddressInfo).port}`;
    const { ask, close } = await openProxy([host]);
    const answer = await ask(`GET http://${host}/ HTTP/1.1\r\nHost: x\r\n\r\n`);
    close();
    liar.close();
    expect(answer).toMatch(/^HTTP\/1\.1 504 /);
  });

  it('breaks off in the middle when the budget is used up, and refuses what comes after', async () => {
    const { ask, close } = await openProxy([`a.perigee-test.net:${port}`], 100_000);
    const line = `GET http://a.perigee-test.net:${port}/long HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;
    const first = await ask(line);
    const second = await ask(line);
    close();
    expect(first.length).toBeLessThan(101_000);
    expect(second).toContain('403');
    expect(second).toContain('used up');
  });
});
