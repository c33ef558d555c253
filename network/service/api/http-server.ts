/**
 * The network's one port: signed HTTP under /v1, its OpenAPI document, /health, and the session's WebSocket. It carries
 * requests in and answers out; it knows no domain.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { OpenAPIHandler } from '@orpc/openapi/fetch';
import { RPCHandler } from '@orpc/server/ws';
import { WebSocketServer } from 'ws';
import { PerigeeError } from '../../../shared/contract/codes.ts';
import { healthOf } from '../health.ts';
import type { LinkTests } from '../sessions/link-tests.ts';
import { isLoopback } from '../sessions/loopback-link.ts';
import type { RequestContext } from './callers.ts';
import { createRouter, type ServiceParts } from './router.ts';
import { type Connection, createSessionRouter } from './session-router.ts';
import { checkSignature, type IncomingRequest, sha256 } from './signatures.ts';

const mostBodyBytes = 1024 * 1024;
const requestTimeoutMs = 30_000;
/** A connection that has not said who it is by then is closed. */
const authenticateWithinMs = 10_000;
/** That have not said who they are yet. When everybody comes back at once, more would only make each other too late. */
const mostUnknown = 512;
/** Connections that the system takes for us meanwhile; whoever finds no place there asks again ever more seldom. */
const mostWaiting = 4_096;
const prefix = '/v1';

const readBody = async (request: IncomingMessage): Promise<Buffer<ArrayBuffer> | null> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > mostBodyBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

/** @returns null where it is absent, and where it is there twice: nobody could say which of the two was meant */
const header = (request: IncomingMessage, name: string): string | null => {
  const values = request.headersDistinct[name] ?? [];
  return values.length === 1 ? (values[0] ?? null) : null;
};

/** Methods that a `Request` cannot have, and those that it has without a body. */
const refusedMethods = new Set(['CONNECT', 'TRACE', 'TRACK']);
const bodilessMethods = new Set(['GET', 'HEAD']);

/** @returns null for what is no request to anybody here */
const addressOf = (request: IncomingMessage, baseUrl: string): URL | null =>
  refusedMethods.has(request.method ?? '') ? null : URL.parse(request.url ?? '/', baseUrl);

const incoming = (request: IncomingMessage, bodySha256: Uint8Array<ArrayBuffer>): IncomingRequest => {
  const target = request.url ?? '/';
  const mark = target.indexOf('?');
  return {
    target: {
      method: request.method ?? 'GET',
      authority: (header(request, 'host') ?? '').toLowerCase(),
      path: mark === -1 ? target : target.slice(0, mark),
      query: mark === -1 ? '?' : target.slice(mark),
    },
    contentDigest: header(request, 'content-digest'),
    signatureInput: header(request, 'signature-input'),
    signature: header(request, 'signature'),
    bodySha256,
  };
};

const answer = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
};

export interface HttpService {
  readonly port: number;
  close(): Promise<void>;
}

const listen = (server: Server, host: string, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(cause.code === 'EADDRINUSE' ? new PerigeeError('PORT_BUSY', { port }, { cause }) : cause),
    );
    server.listen({ port, host, backlog: mostWaiting }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });

/**
 * @param options.port  0 takes a free one
 * @param options.authorities  filled with the names of the port that was taken
 * @throws PORT_BUSY
 */
export const serveHttp = async (
  parts: ServiceParts,
  options: {
    readonly host: string;
    readonly port: number;
    readonly authorities: Set<string>;
    readonly linkTests: LinkTests;
  },
): Promise<HttpService> => {
  const { network } = parts;
  const { linkTests } = options;
  const { log, clock, sessions, presence } = network;
  const api = new OpenAPIHandler<RequestContext>(createRouter(parts));
  const { wake, challenges } = parts;
  const socketApi = new RPCHandler(createSessionRouter(network, { wake, linkTests, challenges }));
  let document: Promise<unknown> | null = null;
  let baseUrl = '';

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const address = addressOf(request, baseUrl);
    if (address === null) return answer(response, 400, { code: 'BAD_REQUEST' });
    const path = (request.url ?? '/').split('?', 1)[0];
    if (path === '/health') {
      const health = await healthOf(network);
      return answer(response, health.status === 'down' ? 503 : 200, health);
    }
    if (path === `${prefix}/openapi.json` && request.method === 'GET') {
      // Its generator takes memory that a network nobody reads about need not.
      document ??= import('./open-api.ts').then(({ generateOpenApi }) => generateOpenApi(baseUrl));
      return answer(response, 200, await document);
    }
    const tested = await linkTests.take(request, response, async (bodySha256) => {
      const verdict = await checkSignature(network, incoming(request, bodySha256), parts.authorities);
      return verdict.kind === 'signed' ? verdict.publicKey : null;
    });
    if (tested.kind === 'answered') return;
    if (tested.kind === 'refused') return answer(response, tested.status, { code: 'LINK_TEST_REFUSED' });
    const body = await readBody(request);
    if (body === null) return answer(response, 413, { code: 'TOO_LARGE' });
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers))
      if (typeof value === 'string') headers.set(name, value);
    const method = request.method ?? 'GET';
    const hasBody = body.byteLength > 0 && !bodilessMethods.has(method);
    const asked = new Request(address, { method, headers, ...(hasBody ? { body } : {}) });
    const { matched, response: answered } = await api.handle(asked, {
      prefix,
      context: { request: incoming(request, sha256(body)), address: request.socket.remoteAddress ?? null },
    });
    if (!matched) return answer(response, 404, { code: 'NOT_FOUND' });
    response.writeHead(answered.status, Object.fromEntries(answered.headers));
    response.end(Buffer.from(await answered.arrayBuffer()));
  };

  const server = createServer({ requestTimeout: requestTimeoutMs }, (request, response) => {
    handle(request, response).catch((error: unknown) => {
      log.error('request_failed', { url: request.url, error: String(error) });
      if (!response.headersSent) answer(response, 500, { code: 'INTERNAL_SERVER_ERROR' });
      else response.destroy();
    });
  });

  const unknown = new Set<Connection>();
  const isCrowded = (): boolean => {
    for (const connection of unknown) if (connection.session !== null) unknown.delete(connection);
    return unknown.size >= mostUnknown;
  };

  const sockets = new WebSocketServer({ noServer: true, maxPayload: mostBodyBytes });
  server.on('upgrade', (request, socket, head) => {
    const authority = (header(request, 'host') ?? '').toLowerCase();
    if (request.url !== `${prefix}/session` || !parts.authorities.has(authority)) {
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
      return;
    }
    if (isCrowded()) {
      socket.end('HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\nconnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const connection: Connection = {
        authority,
        isLocal: isLoopback(request.socket.remoteAddress),
        challenge: null,
        session: null,
        ping: (payload) => webSocket.ping(payload),
        close: (code, reason) => webSocket.close(code, reason),
      };
      unknown.add(connection);
      const late = setTimeout(
        () => connection.session ?? webSocket.close(4002, 'not authenticated'),
        authenticateWithinMs,
      );
      webSocket.on('error', (error) => log.warn('session_failed', { error: String(error) }));
      webSocket.on('pong', (payload) => connection.session?.roundTrips.take(payload));
      webSocket.on('close', () => {
        clearTimeout(late);
        unknown.delete(connection);
        if (connection.session === null) return;
        presence.settle(connection.session, clock.now());
        sessions.end(connection.session);
      });
      socketApi.upgrade(webSocket, { context: { connection } }).catch((error: unknown) => {
        log.error('session_failed', { error: String(error) });
        webSocket.close(1011);
      });
    });
  });

  const port = await listen(server, options.host, options.port);
  const shownHost = options.host === '0.0.0.0' ? '127.0.0.1' : options.host;
  baseUrl = `http://${shownHost}:${port}`;
  for (const name of [shownHost, '127.0.0.1', 'localhost']) options.authorities.add(`${name}:${port}`);
  return {
    port,
    close: async () => {
      sessions.closeAll();
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};
