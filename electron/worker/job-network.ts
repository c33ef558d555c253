/**
 * The network of one job while it lasts: the proxy, its count of bytes, and a relay in the job's gateway, begun anew
 * whenever it is lost.
 */
import { isPerigeeError, PerigeeError } from '../../shared/contract/codes.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { Engine } from '../docker/engine.ts';
import { publicInternet, type WayOut } from '../docker/gateway/destination.ts';
import { createProxy } from '../docker/gateway/proxy.ts';
import { linkRelay } from '../docker/gateway/relay-link.ts';
import { createTraffic } from '../docker/gateway/traffic.ts';
import { createBackOff } from './back-off.ts';
import type { JobRecord } from './job-machine.ts';

interface JobNetworkOptions {
  engine: Pick<Engine, 'gateways'>;
  clock: Clock;
  bytesPerSecond: () => number | null;
  /** Durable when it returns, or throws; then nothing passes. */
  keep: (usedBytes: number) => void;
  note: (text: string) => void;
  /** In place of the public internet, in tests. */
  way?: WayOut | undefined;
}

export interface JobNetwork {
  /** Settles once the relay listens. @throws ENGINE_…, JOB_FAILED (`no_gateway`) when it does not for long, CANCELLED */
  open(signal: AbortSignal): Promise<void>;
  usedBytes(): number;
  /** Breaks every connection off; the gateway stays for the app's next start. */
  close(): void;
  /** With the gateway, once the job has ended. @throws ENGINE_…, CANCELLED */
  end(signal: AbortSignal): Promise<void>;
}

const patienceMs = 15_000;

/** @returns null for a job without a network */
export const jobNetworkOf = ({ spec, networkBytes }: JobRecord, options: JobNetworkOptions): JobNetwork | null => {
  const { id: jobId, network: terms } = spec;
  const { engine, clock, note } = options;
  if (terms === 'none') return null;
  const closing = new AbortController();
  const backOff = createBackOff(250, 10_000);
  const traffic = createTraffic({
    ...{ clock, mostBytes: terms.mostBytes, usedBytes: networkBytes },
    ...{ bytesPerSecond: options.bytesPerSecond, keep: options.keep },
    onUsedUp: () => note(`the ${terms.mostBytes} bytes of its network are used up`),
  });
  const proxy = createProxy({
    ...{ hosts: terms.hosts, traffic, way: options.way ?? publicInternet },
    onRefused: (host, reason) => note(`network: refused ${host} (${reason})`),
  });
  let listening = Promise.withResolvers<void>();
  let isServing = false;

  const serve = async (): Promise<void> => {
    let hasTold = false;
    while (!closing.signal.aborted) {
      try {
        const link = linkRelay(await engine.gateways.open(jobId, closing.signal), proxy.take);
        closing.signal.addEventListener('abort', link.close, { once: true });
        if (closing.signal.aborted) link.close();
        await link.listening;
        backOff.reset();
        hasTold = false;
        listening.resolve();
        await link.closed;
        closing.signal.removeEventListener('abort', link.close);
        listening = Promise.withResolvers<void>();
      } catch (error) {
        if (!hasTold && !closing.signal.aborted)
          note(`network: its gateway does not answer (${isPerigeeError(error) ? error.code : 'no relay'})`);
        hasTold = true;
      }
      await clock.sleep(backOff.next(), closing.signal).catch(() => undefined);
    }
  };

  const close = (): void => {
    closing.abort();
    proxy.close();
    try {
      traffic.close();
    } catch {
      // What was kept before is never less than what passed.
    }
  };

  return {
    open: async (signal) => {
      if (!isServing) void serve();
      isServing = true;
      const late = AbortSignal.any([signal, closing.signal]);
      const patience = clock.sleep(patienceMs, late).then(() => {
        throw new PerigeeError('JOB_FAILED', { jobId, exitCode: null, detail: 'no_gateway' });
      });
      patience.catch(() => {});
      await Promise.race([listening.promise, patience]).catch((error: unknown) => {
        if (signal.aborted) throw new PerigeeError('CANCELLED', {}, { cause: error });
        throw error;
      });
    },
    usedBytes: traffic.usedBytes,
    close,
    end: async (signal) => {
      close();
      await engine.gateways.remove(jobId, signal);
    },
  };
};
