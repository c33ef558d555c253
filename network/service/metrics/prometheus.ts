/**
 * Counts what the service does, for Prometheus, and shows it on a port of its own. It names no device, and is loaded only
 * where somebody asks for it.
 */
import { createServer } from 'node:http';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { PerigeeError } from '../../../shared/contract/codes.ts';
import { watchTransactions } from '../../store/transaction.ts';
import type { Network } from '../network.ts';
import type { Meter } from './meter.ts';

export interface Metrics {
  readonly meter: Meter;
  /**
   * Shows `/metrics` of one network.
   *
   * @param at.port  0 takes a free one
   * @throws PORT_BUSY
   */
  serve(
    network: Pick<Network, 'db' | 'sessions' | 'bus'>,
    at: { readonly host: string; readonly port: number },
  ): Promise<{ url: string; close(): Promise<void> }>;
}

/** From an hour of a few devices to one of a hundred thousand. */
const hourSeconds = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300];

const busEvents = ['sent', 'heard', 'lost', 'refused'] as const;

/** Nothing of a bus that is for one process alone. */
const showBus = (bus: Network['bus'], registers: Registry[]): void => {
  if (bus.standing().isConnected === null) return;
  const connected: Gauge = new Gauge({
    name: 'perigee_bus_connected',
    help: 'Whether the other processes hear this one, and it them',
    registers,
    collect: () => connected.set(bus.standing().isConnected ? 1 : 0),
  });
  const waiting: Gauge = new Gauge({
    name: 'perigee_bus_waiting',
    help: 'Events that wait to be sent',
    registers,
    collect: () => waiting.set(bus.standing().waiting),
  });
  const events: Counter<'fate'> = new Counter({
    name: 'perigee_bus_events_total',
    help: 'Events of the bus, by what became of them here',
    labelNames: ['fate'] as const,
    registers,
    collect: () => {
      const standing = bus.standing();
      events.reset();
      for (const fate of busEvents) events.inc({ fate }, standing[fate]);
    },
  });
};

const page = (registry: Registry) =>
  createServer((request, response) => {
    if (request.url !== '/metrics' || request.method !== 'GET') {
      response.writeHead(404).end();
      return;
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });

export const createMetrics = (): Metrics => {
  const registry = new Registry();
  const registers = [registry];
  const heartbeats = new Counter({ name: 'perigee_heartbeats_total', help: 'Heartbeats heard here', registers });
  const challenges = new Counter({
    name: 'perigee_challenges_total',
    help: 'Challenges decided here, by verdict',
    labelNames: ['verdict'] as const,
    registers,
  });
  const hours = new Histogram({
    name: 'perigee_hour_closing_seconds',
    help: 'How long closing an hour took here',
    buckets: hourSeconds,
    registers,
  });
  const retries = new Counter({
    name: 'perigee_transaction_retries_total',
    help: 'Transactions begun again because another one came in between',
    registers,
  });
  const posted = new Counter({ name: 'perigee_postings_total', help: 'Postings committed from here', registers });

  return {
    meter: {
      heartbeat: () => heartbeats.inc(),
      decided: (verdict) => challenges.inc({ verdict }),
      closedHour: (tookMs) => hours.observe(tookMs / 1000),
    },
    serve: async ({ db, sessions, bus }, { host, port }) => {
      watchTransactions(db, { conflicted: () => retries.inc(), posted: (count) => posted.inc(count) });
      const connected: Gauge = new Gauge({
        name: 'perigee_connected_devices',
        help: 'Devices with a session here',
        registers,
        collect: () => connected.set(sessions.all().length),
      });
      showBus(bus, registers);
      const server = page(registry);
      const taken = await new Promise<number>((resolve, reject) => {
        server.once('error', (cause: NodeJS.ErrnoException) =>
          reject(cause.code === 'EADDRINUSE' ? new PerigeeError('PORT_BUSY', { port }, { cause }) : cause),
        );
        server.listen(port, host, () => {
          const address = server.address();
          resolve(typeof address === 'object' && address !== null ? address.port : port);
        });
      });
      return {
        url: `http://${host}:${taken}/metrics`,
        close: () =>
          new Promise((resolve) => {
            server.closeAllConnections();
            server.close(() => resolve());
          }),
      };
    },
  };
};
