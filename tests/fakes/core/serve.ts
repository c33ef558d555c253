/**
 * Serves the built renderer with a fake core behind it, under the real content policy and the real way in:
 * `node tests/fakes/core/serve.ts SCENARIO PORT`. For looking at pages; it guards nothing and binds to loopback only.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RPCHandler } from '@orpc/server/ws';
import { WebSocketServer } from 'ws';
import { securityHeaders } from '../../../shared/domain/web/security-headers.ts';
import { createFakeCore } from './router.ts';
import { isScenario, type ScenarioName, scenarios } from './scenarios.ts';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};
const builtDir = fileURLToPath(new URL('../../../dist/renderer', import.meta.url));

export interface ServedFake {
  /** The address with a launch code that may be used again and again. */
  url: string;
  core: ReturnType<typeof createFakeCore>;
  close(): Promise<void>;
}

/**
 * @param port 0 for any free one
 * @param rendererDir the built renderer; `dist/renderer` by default
 * @throws when the port is taken
 */
export const serveFakeCore = async (
  scenario: ScenarioName,
  port = 0,
  rendererDir: string = builtDir,
): Promise<ServedFake> => {
  const core = createFakeCore(scenarios[scenario](Date.now()), Date.now);
  const code = randomBytes(12).toString('base64url');
  const token = randomBytes(24).toString('base64url');

  const server: Server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    if (request.method === 'POST' && path === '/launch') {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const body: unknown = JSON.parse(Buffer.concat(parts).toString());
        const isKnown = typeof body === 'object' && body !== null && 'code' in body && body.code === code;
        response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' });
        response.end(JSON.stringify(isKnown ? { token } : {}));
      });
      return;
    }
    const file = join(rendererDir, path === '/' ? 'index.html' : path);
    readFile(file).then(
      (body) => {
        response.writeHead(200, {
          'content-type': types[extname(file)] ?? 'application/octet-stream',
          ...securityHeaders('loopback'),
        });
        response.end(body);
      },
      () => response.writeHead(404).end(),
    );
  });

  const sockets = new WebSocketServer({ server, path: '/rpc' });
  const handler = new RPCHandler(core.router);
  sockets.on('connection', (socket) => {
    socket.once('message', (data) => {
      const first: unknown = JSON.parse(String(data));
      if (typeof first !== 'object' || first === null || !('token' in first) || first.token !== token) {
        socket.close(4401);
        return;
      }
      void handler.upgrade(socket, { context: {} });
      socket.send(JSON.stringify({ ok: true }));
    });
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${bound}/#launch=${code}`,
    core,
    close: async () => {
      core.close();
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

if (import.meta.main) {
  const [scenario = 'earning-two-gpus', port = '4173'] = process.argv.slice(2);
  if (!isScenario(scenario)) throw new Error(`${scenario} is none of ${Object.keys(scenarios).join(', ')}`);
  const { url } = await serveFakeCore(scenario, Number(port));
  process.stdout.write(`${url}\n`);
}
