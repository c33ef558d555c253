/**
 * The UI and the app contract on loopback, for browsers and for the command line of the same user. It answers nobody
 * without the token, except with the app's own public files.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Router } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { PerigeeError } from '../../../shared/contract/codes.ts';
import { securityHeaders } from '../../../shared/domain/web/security-headers.ts';
import type { Log } from '../../../shared/log.ts';
import type { Clock } from '../../../shared/units/time.ts';
import { callbackPath } from '../../wallet/callback-door.ts';
import { type Access, createAccess } from './access.ts';
import { type RequestFacts, refusalOf } from './admission.ts';
import { readAssets } from './assets.ts';
import { createFailureLimit } from './failure-limit.ts';
import type { SeatDoor } from './seat-door.ts';
import type { SignerDoor } from './signer-door.ts';

const mostFrameBytes = 1024 ** 2;
const firstMessageDeadlineMs = 5_000;
const launchSchema = z.strictObject({ code: z.string().max(100) });
const helloSchema = z.strictObject({ token: z.string().max(100) });

export interface LoopbackServer {
  readonly port: number;
  readonly url: string;
  readonly access: Access;
  /** An address that opens the UI once, within a minute. */
  launchUrl(): string;
  close(): Promise<void>;
}

const bearerOf = (request: IncomingMessage): string | null =>
  /^Bearer ([A-Za-z0-9_-]{1,100})$/.exec(request.headers.authorization ?? '')?.[1] ?? null;

const queryOf = (request: IncomingMessage): URLSearchParams =>
  new URLSearchParams((request.url ?? '').split('?').slice(1).join('?'));

const factsOf = (request: IncomingMessage, isUpgrade: boolean): RequestFacts => ({
  method: request.method ?? '',
  path: (request.url ?? '/').split('?', 1)[0] ?? '/',
  host: request.headers.host,
  origin: request.headers.origin,
  secFetchSite: request.headers['sec-fetch-site'] as string | undefined,
  secFetchDest: request.headers['sec-fetch-dest'] as string | undefined,
  contentType: request.headers['content-type']?.split(';', 1)[0]?.trim(),
  isUpgrade,
  hasBearer: bearerOf(request) !== null,
});

const listen = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });

const readBody = async (request: IncomingMessage, mostBytes: number): Promise<string> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) throw new RangeError('body too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

/**
 * Serves `router` on 127.0.0.1 and, where the machine has it, ::1.
 *
 * @param port 0: any free one
 * @throws PORT_BUSY
 */
export const startLoopbackServer = async (options: {
  port: number;
  router: Router<Record<never, never>, Record<never, never>>;
  assetsDir: string;
  seat: SeatDoor;
  signer: SignerDoor;
  clock: Clock;
  log: Log;
}): Promise<LoopbackServer> => {
  const { clock, log, seat, signer } = options;
  const access = createAccess(clock);
  const failures = createFailureLimit(clock);
  const assets = readAssets(options.assetsDir);
  const rpc = new RPCHandler(options.router);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: mostFrameBytes });
  const open = new Set<WebSocket>();
  let port = options.port;

  const answer = (
    response: ServerResponse,
    status: number,
    body: string | Buffer,
    type: string,
    cache = 'no-store',
  ) => {
    response.writeHead(status, { ...securityHeaders('loopback'), 'Content-Type': type, 'Cache-Control': cache });
    response.end(body);
  };
  const say = (response: ServerResponse, status: number, body: Record<string, unknown>) =>
    answer(response, status, JSON.stringify(body), 'application/json; charset=utf-8');

  const isKnown = (request: IncomingMessage): boolean => {
    const bearer = bearerOf(request);
    if (bearer === null || !failures.isOpen()) return false;
    if (access.isToken(bearer)) return true;
    failures.note();
    return false;
  };

  const launch = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (bearerOf(request) !== null && request.headers.origin === undefined) {
      if (!isKnown(request)) return say(response, 401, { error: 'token_refused' });
      return say(response, 200, { code: access.issueLaunchCode() });
    }
    if (!failures.isOpen()) return say(response, 429, { error: 'too_many_failures' });
    const body = launchSchema.safeParse(parseJson(await readBody(request, 1024)));
    if (body.success && access.redeemLaunchCode(body.data.code)) return say(response, 200, { token: access.token });
    failures.note();
    say(response, 401, { error: 'code_refused' });
  };

  const takeSeat = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const bearer = bearerOf(request);
    if (!failures.isOpen()) return say(response, 429, { error: 'too_many_failures' });
    if (bearer === null || !seat.isToken(bearer)) {
      failures.note();
      return say(response, 401, { error: 'token_refused' });
    }
    const isTaken = await seat.take(parseJson(await readBody(request, 1024)));
    return isTaken ? say(response, 200, { ok: true }) : say(response, 400, { error: 'state_refused' });
  };

  const onRequest = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const facts = factsOf(request, false);
    const refusal = refusalOf(facts, port);
    if (refusal !== null) return say(response, refusal === 'method_refused' ? 405 : 403, { error: refusal });
    if (facts.path === '/seat' && facts.method === 'POST') return takeSeat(request, response);
    if (facts.method === 'POST') return launch(request, response);
    if (facts.path === callbackPath && facts.method === 'GET') {
      const { status, page } = signer.answer(queryOf(request));
      return answer(response, status, page, 'text/html; charset=utf-8');
    }
    if (facts.path === '/health') return answer(response, 200, 'ok', 'text/plain; charset=utf-8');
    const asset = assets.get(facts.path);
    if (!asset) return say(response, 404, { error: 'not_found' });
    const cache = asset.isImmutable ? 'private, max-age=31536000, immutable' : 'no-store';
    answer(response, 200, facts.method === 'HEAD' ? '' : asset.content, asset.type, cache);
  };

  const serve = (socket: WebSocket): void => {
    void rpc.upgrade(socket, { context: {} });
  };

  /** The token comes as the first message; a silent or wrong socket is closed. */
  const awaitToken = (socket: WebSocket): void => {
    const late = setTimeout(() => socket.close(4401, 'token_missing'), firstMessageDeadlineMs);
    socket.once('message', (data, isBinary) => {
      clearTimeout(late);
      const hello = helloSchema.safeParse(isBinary ? null : parseJson(String(data)));
      if (!failures.isOpen() || !hello.success || !access.isToken(hello.data.token)) {
        failures.note();
        socket.close(4401, 'token_refused');
        return;
      }
      serve(socket);
      socket.send('{"ok":true}');
    });
    socket.once('close', () => clearTimeout(late));
  };

  const onUpgrade = (request: IncomingMessage, stream: Socket, head: Buffer): void => {
    const refusal = refusalOf(factsOf(request, true), port);
    const isProgram = request.headers.origin === undefined;
    if (refusal !== null || (isProgram && !isKnown(request))) {
      stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
      socket.on('error', (error) => log.warn('loopback_socket_error', { detail: error.message }));
      if (isProgram) serve(socket);
      else awaitToken(socket);
    });
  };

  const create = (): Server => {
    const server = createServer((request, response) => {
      onRequest(request, response).catch((error: unknown) => {
        log.warn('loopback_request_failed', { detail: String(error) });
        if (!response.headersSent) say(response, 400, { error: 'bad_request' });
        else response.destroy();
      });
    });
    server.on('upgrade', onUpgrade);
    server.headersTimeout = 5_000;
    server.requestTimeout = 10_000;
    return server;
  };

  const servers = [create()];
  const first = servers[0] as Server;
  try {
    await listen(first, '127.0.0.1', port);
  } catch (cause) {
    throw new PerigeeError('PORT_BUSY', { port }, { cause });
  }
  port = (first.address() as AddressInfo).port;
  const second = create();
  try {
    await listen(second, '::1', port);
    servers.push(second);
  } catch (error) {
    log.info('loopback_without_ipv6', { detail: String(error) });
  }

  const url = `http://127.0.0.1:${port}`;
  return {
    port,
    url,
    access,
    launchUrl: () => `${url}/#launch=${access.issueLaunchCode()}`,
    close: async () => {
      for (const socket of open) socket.terminate();
      await Promise.all(
        servers.map((server) => {
          server.closeAllConnections();
          return new Promise<void>((resolve) => server.close(() => resolve()));
        }),
      );
    },
  };
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
