/**
 * The proxy that a job talks to: HTTP/1.1, CONNECT and plain requests, to the hosts that the job named and to no other.
 * Each stream is one connection of the job's; what it says is read by Node's own parser.
 */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Duplex, pipeline } from 'node:stream';
import { type NetworkHost, networkHostOf } from '../admission/network-rules.ts';
import { createLookup, openDestination, type Refusal, type WayOut } from './destination.ts';
import type { Traffic } from './traffic.ts';

export interface ProxyOptions {
  /** `name:port`, as the job names them. */
  hosts: readonly string[];
  traffic: Traffic;
  way: WayOut;
  /** What the job's log is told: once for each host and reason. */
  onRefused: (host: string, reason: ProxyRefusal) => void;
}

export type ProxyRefusal = Refusal | 'not_named' | 'bad_request' | 'used_up';

export interface Proxy {
  take(stream: Duplex): void;
  close(): void;
}

const statusOf: Record<ProxyRefusal, number> = {
  not_named: 403,
  address_forbidden: 403,
  used_up: 403,
  no_such_name: 502,
  no_answer: 504,
  bad_request: 400,
};
const sentences: Record<ProxyRefusal, string> = {
  not_named: 'this job did not name that host',
  address_forbidden: 'that name leads into a private network',
  used_up: 'the bytes that this job may use are used up',
  no_such_name: 'that name has no address',
  no_answer: 'that host does not answer',
  bad_request: 'a proxy is asked with CONNECT name:port or GET http://name/',
};

/** Of one connection, not of what is sent over it: RFC 9110, 7.6.1. */
const hopHeaders = ['connection', 'proxy-connection', 'proxy-authorization', 'keep-alive', 'te', 'trailer', 'upgrade'];

const headersFor = (message: IncomingMessage): Record<string, string | string[]> => {
  const named = (message.headers.connection ?? '').toLowerCase().split(/\s*,\s*/);
  return Object.fromEntries(
    Object.entries(message.headers).flatMap(([name, value]) =>
      value === undefined || hopHeaders.includes(name) || named.includes(name) ? [] : [[name, value]],
    ),
  );
};

/** The socket with both directions counted. */
const metered = (socket: Socket, traffic: Traffic): Duplex => {
  const up = traffic.meter();
  const down = traffic.meter();
  const both = Duplex.from({ writable: up, readable: down });
  pipeline(up, socket, () => {});
  pipeline(socket, down, (error) => {
    if (error) both.destroy();
  });
  both.once('close', () => socket.destroy());
  both.on('error', () => {});
  return both;
};

export const createProxy = ({ hosts, traffic, way, onRefused }: ProxyOptions): Proxy => {
  const streams = new Set<Duplex>();
  const told = new Set<string>();
  const lookup = createLookup(way);
  const refuse = (host: string, reason: ProxyRefusal): ProxyRefusal => {
    const key = `${reason} ${host}`;
    if (!told.has(key) && told.size < 100) {
      told.add(key);
      // A stranger's program wrote it: it must not steer a terminal that shows it.
      onRefused(host.slice(0, 260).replace(/[^!-~]/g, '?'), reason);
    }
    return reason;
  };
  const open = async (host: NetworkHost | null, asked: string): Promise<Duplex | ProxyRefusal> => {
    if (host === null) return refuse(asked, 'bad_request');
    const name = `${host.name}:${host.port}`;
    if (!hosts.includes(name)) return refuse(name, 'not_named');
    if (traffic.isUsedUp()) return refuse(name, 'used_up');
    const socket = await openDestination(host, lookup, way.isForbidden);
    return typeof socket === 'string' ? refuse(name, socket) : metered(socket, traffic);
  };

  const answer = (response: ServerResponse, reason: ProxyRefusal): void => {
    response.writeHead(statusOf[reason], { 'content-type': 'text/plain', connection: 'close' });
    response.end(`Perigee: ${sentences[reason]}.\n`);
  };
  const forward = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = URL.parse(message.url ?? '');
    const isPlain = url?.protocol === 'http:' && url.username === '' && url.password === '';
    const asked = isPlain ? `${url.hostname}:${url.port || 80}` : (message.url ?? '');
    const way_ = await open(isPlain ? networkHostOf(asked) : null, asked);
    if (typeof way_ === 'string' || url === null)
      return answer(response, typeof way_ === 'string' ? way_ : 'bad_request');
    if (response.destroyed || message.socket.destroyed) return void way_.destroy();
    // A CONNECT after it takes the connection out of the response's hands, which then never closes.
    response.once('close', () => way_.destroy());
    const onward = request({
      createConnection: () => way_,
      method: message.method,
      path: `${url.pathname}${url.search}`,
      headers: { ...headersFor(message), host: url.host, connection: 'close' },
      setHost: false,
    });
    const breakOff = (): void => {
      if (response.headersSent) response.destroy();
      else answer(response, traffic.isUsedUp() ? 'used_up' : 'no_answer');
    };
    onward.once('response', (reply) => {
      try {
        response.writeHead(reply.statusCode ?? 502, { ...headersFor(reply), connection: 'close' });
      } catch {
        // Node reads a status such as 000 and throws when it is to write it.
        return breakOff();
      }
      pipeline(reply, response, () => {});
    });
    onward.once('error', breakOff);
    pipeline(message, onward, () => {});
  };
  const tunnel = async (message: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> => {
    const asked = (message.url ?? '').toLowerCase();
    const remote = await open(networkHostOf(asked), asked);
    if (typeof remote === 'string') {
      const text = `Perigee: ${sentences[remote]}.\n`;
      stream.end(
        `HTTP/1.1 ${statusOf[remote]} Refused\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
      );
      // Nobody reads it any more, and what is not read never ends.
      stream.resume();
      return;
    }
    if (stream.destroyed) return void remote.destroy();
    stream.write('HTTP/1.1 200 Connected\r\n\r\n');
    if (head.length > 0) stream.unshift(head);
    pipeline(stream, remote, stream, () => {
      stream.destroy();
      remote.destroy();
    });
  };

  // A connection of the job's may rest as long as the job likes: it holds one of a bounded number.
  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 });
  // Of many sent at once each would have a connection of its own to a host.
  server.maxRequestsPerSocket = 1;
  server.on('request', (message, response) => {
    forward(message, response).catch(() => response.destroy());
  });
  server.on('connect', (message, stream, head) => {
    tunnel(message, stream, head).catch(() => stream.destroy());
  });
  return {
    take: (stream) => {
      streams.add(stream);
      stream.once('close', () => streams.delete(stream));
      server.emit('connection', stream);
    },
    close: () => {
      for (const stream of streams) stream.destroy();
      server.close();
    },
  };
};
