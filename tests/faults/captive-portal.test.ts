import { execFileSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createPlainServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../electron/storage/database.ts';
import { openOutboxTable } from '../../electron/storage/outbox-table.ts';
import { findProgram } from '../../scripts/provision/programs.ts';
import { codesOf, startApp } from '../cli/perigee.ts';
import { pendingEvents } from './app/witness.ts';
import { stopwatch, tells } from './tells.ts';

const openssl = findProgram('openssl');

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'perigee-portal-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

/** Listens and keeps every byte that comes in over plain connections. */
const listen = async (server: Server) => {
  const heard: Buffer[] = [];
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('data', (chunk: Buffer) => heard.push(chunk));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => sockets.size,
    bytes: () => Buffer.concat(heard),
    close: (): Promise<void> => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};

/** A data folder in which events wait from before. */
const withWaiting = (count: number): string => {
  const data = join(dir, 'data');
  mkdirSync(data);
  const database = openDatabase(join(data, 'state.db'), Date.now());
  const outbox = openOutboxTable(database);
  for (let n = 0; n < count; n += 1)
    outbox.append({ id: crypto.randomUUID(), at: Date.now(), event: { kind: 'job_running', jobId: `job-${n}` } });
  database.close();
  return data;
};

/** Starts the app towards an address that is not its network's, and waits for what it says of it. */
const meet = async (url: string) => {
  const data = withWaiting(3);
  const app = await startApp(data, ['--network', url, '--engine', '/nonexistent.sock']);
  try {
    const since = stopwatch();
    await app.face.client.control.start();
    const isTold = (code: string): boolean =>
      ['NETWORK_UNREACHABLE', 'NETWORK_REFUSED', 'MALFORMED_MESSAGE'].includes(code);
    const state = await app.until((now) => codesOf(now).some(isTold), 'a problem of the network', 30_000);
    const told = { code: codesOf(state).find(isTold) ?? '', after: since(), activity: state.status.activity };
    expect(state.status.device).toBeNull();
    expect(pendingEvents(data)).toBe(3);
    return { ...told, key: createPrivateKey(readFileSync(join(data, 'device.key'), 'utf8')) };
  } finally {
    expect(await app.end('SIGTERM')).toMatchObject({ code: 0 });
  }
};

describe('a host that is not the network', () => {
  it('and answers everything with a page: is told so, keeps its queue and gives no secret away', async () => {
    let requests = 0;
    const portal = await listen(
      createPlainServer((request, response) => {
        requests += 1;
        request.resume();
        response.setHeader('content-type', 'text/html').end('<html><h1>Welcome to our Wi-Fi. Sign in.</h1></html>');
      }),
    );
    try {
      const { key, ...told } = await meet(`http://127.0.0.1:${portal.port}`);
      expect(['MALFORMED_MESSAGE', 'NETWORK_REFUSED']).toContain(told.code);
      expect(told.activity).not.toBe('ready');
      expect(requests).toBeGreaterThan(0);
      const { d: secret = '' } = key.export({ format: 'jwk' });
      const pem = key.export({ format: 'pem', type: 'pkcs8' }).toString().split('\n')[1] ?? '';
      const sent = portal.bytes();
      for (const form of [secret, pem, Buffer.from(secret, 'base64url').toString('hex'), 'PRIVATE'])
        expect(sent.includes(form)).toBe(false);
      expect(sent.includes(Buffer.from(secret, 'base64url'))).toBe(false);
      tells(17, {
        injected: 'a server that answers each path with 200 and a page',
        seen: `${told.code} after ${told.after}, ${told.activity}`,
        lost: `nothing: 3 of 3 waiting events; ${sent.length} bytes sent, the private key in none of them`,
      });
    } finally {
      await portal.close();
    }
  });

  it.skipIf(openssl === null)(
    `and shows another host’s certificate: hears no request at all (${openssl === null ? 'no openssl here' : 'ready'})`,
    async () => {
      const [keyPath, certPath] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
      execFileSync(
        openssl ?? '',
        [
          ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
          ...['-subj', '/CN=portal.example', '-keyout', keyPath, '-out', certPath],
        ],
        { stdio: 'pipe' },
      );
      let requests = 0;
      const server = createSecureServer(
        { key: readFileSync(keyPath), cert: readFileSync(certPath) },
        (_request, response) => {
          requests += 1;
          response.end('{}');
        },
      );
      server.on('upgrade', () => {
        requests += 1;
      });
      const liar = await listen(server);
      try {
        const told = await meet(`https://localhost:${liar.port}`);
        expect(told.code).toBe('NETWORK_UNREACHABLE');
        expect(liar.connections()).toBeGreaterThan(0);
        expect(requests).toBe(0);
        tells(17, {
          injected: 'a TLS host whose certificate is its own and another name’s',
          seen: `${told.code} after ${told.after}; handshakes broken off: ${liar.connections()}, requests: ${requests}`,
          lost: 'nothing: 3 of 3 waiting events',
        });
      } finally {
        await liar.close();
      }
    },
  );
});
