/**
 * One WebSocket to the network, from its opening to its end: says who is there, sends heartbeats, hands on events. It
 * never connects a second time.
 */
import { createORPCClient, ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { type ContractRouterClient, oc } from '@orpc/contract';
import { ResponseValidationPlugin } from '@orpc/contract/plugins';
import { WebSocket } from 'ws';
import { PerigeeError } from '../../shared/contract/codes.ts';
import { sessionContract } from '../../shared/contract/network/index.ts';
import { heartbeatIntervalMs } from '../../shared/domain/presence/minutes.ts';
import { sessionMessage } from '../../shared/domain/signing/messages.ts';
import type { Clock } from '../../shared/units/time.ts';
import { callDeadlineMs } from './api-client.ts';
import { within } from './deadline.ts';
import type { Identity } from './identity.ts';
import { guardFrames } from './session-frames.ts';

export type ReportedState = 'ready' | 'hired' | 'paused';

export interface ConnectionOptions {
  /** Origin of the network, `http:` or `https:`. */
  address: string;
  /** Of the session, `ws:` or `wss:`. */
  url: URL;
  identity: Pick<Identity, 'sign'>;
  deviceId: string;
  hourMs: number;
  clock: Clock;
  /** What the next heartbeat says. */
  state: () => ReportedState;
  /** Who is there is settled, and events come from now on. */
  onOnline: () => void;
  /** As it came, of no known shape. */
  onEvent: (event: unknown) => void;
  /** A frame that was dropped. */
  onFault: (detail: string) => void;
}

export interface LiveConnection {
  /** Sends a heartbeat now, or right after the one under way. */
  sayState(): void;
  /**
   * Never resolves. Rejects with NETWORK_UNREACHABLE when the connection is lost, NETWORK_REFUSED when the network does
   * not want it (`SESSION_REPLACED`: the same key has opened another), or CANCELLED.
   */
  readonly ended: Promise<never>;
}

type SessionClient = ContractRouterClient<typeof sessionContract>;

/** Events are parsed one by one by whoever takes them: checked here, the first bad one would end them all. */
const answersOnly = { ...sessionContract, events: oc };

const mostFrameBytes = 1024 * 1024;
/** The network's close code for a session that another one of the same device has replaced. */
const replacedCloseCode = 4001;

const opened = (socket: WebSocket): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('closed before it was open')));
  });

/** How the connection ended, as a problem. Rejects once it has. */
const lost = (socket: WebSocket, address: string): Promise<never> =>
  new Promise((_, reject) => {
    socket.once('close', (code, reason) =>
      reject(
        code === replacedCloseCode
          ? new PerigeeError('NETWORK_REFUSED', { code: 'SESSION_REPLACED', detail: reason.toString() })
          : new PerigeeError('NETWORK_UNREACHABLE', { address }),
      ),
    );
  });

const refused = (error: unknown, address: string): unknown => {
  if (error instanceof PerigeeError) return error;
  if (!(error instanceof ORPCError)) return new PerigeeError('NETWORK_UNREACHABLE', { address }, { cause: error });
  return new PerigeeError(
    'NETWORK_REFUSED',
    { code: error.code, detail: error.message.slice(0, 200) },
    { cause: error },
  );
};

/** @param cancel  ends the connection and lets go of its socket at once */
export const connect = (options: ConnectionOptions, cancel: AbortSignal): LiveConnection => {
  const { address, url, clock } = options;
  const over = new AbortController();
  let quiet = new AbortController();
  const socket = new WebSocket(url, { maxPayload: mostFrameBytes, perMessageDeflate: false, followRedirects: false });
  // Its end is heard of through 'close'; without a listener an error would end the process.
  socket.on('error', () => undefined);
  const closed = lost(socket, address);
  closed.catch(() => undefined);

  const limited = <T>(call: () => Promise<T>): Promise<T> =>
    within(
      {
        clock,
        deadlineMs: callDeadlineMs,
        cancel: over.signal,
        late: () => new PerigeeError('NETWORK_UNREACHABLE', { address }),
      },
      call,
    );

  const introduce = async (client: SessionClient): Promise<void> => {
    const { challenge } = await limited(() => client.open());
    const signature = Buffer.from(options.identity.sign(sessionMessage(url.host.toLowerCase(), challenge)));
    await limited(() =>
      client.authenticate({ deviceId: options.deviceId, signature: signature.toString('base64url') }),
    );
  };

  const beat = async (client: SessionClient): Promise<never> => {
    const intervalMs = heartbeatIntervalMs(options.hourMs);
    for (let seq = 1; ; seq += 1) {
      const sentMs = clock.monotonic();
      quiet = new AbortController();
      await limited(() => client.heartbeat({ seq, state: options.state() }));
      const leftMs = Math.max(0, intervalMs - (clock.monotonic() - sentMs));
      const rest = AbortSignal.any([quiet.signal, over.signal]);
      await clock.sleep(leftMs, rest).catch(() => undefined);
      over.signal.throwIfAborted();
    }
  };

  const listen = async (client: SessionClient): Promise<never> => {
    const events = await limited(() => client.events());
    options.onOnline();
    for await (const event of events) options.onEvent(event);
    throw new PerigeeError('NETWORK_UNREACHABLE', { address });
  };

  const run = async (): Promise<never> => {
    await limited(() => opened(socket));
    const rpc = new RPCLink({
      websocket: guardFrames(socket, options.onFault),
      plugins: [new ResponseValidationPlugin(answersOnly)],
    });
    const client: SessionClient = createORPCClient(rpc);
    await introduce(client);
    return await Promise.race([beat(client), listen(client)]);
  };

  const hold = async (): Promise<never> => {
    const cancelled = new Promise<never>((_, reject) => {
      const onCancel = (): void => reject(new PerigeeError('CANCELLED', {}));
      if (cancel.aborted) onCancel();
      else cancel.addEventListener('abort', onCancel, { once: true, signal: over.signal });
    });
    try {
      return await Promise.race([cancelled, closed, run()]);
    } catch (error) {
      throw refused(error, address);
    } finally {
      over.abort();
      socket.terminate();
      await closed.catch(() => undefined);
    }
  };

  return { sayState: () => quiet.abort(), ended: hold() };
};
