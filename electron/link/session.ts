/**
 * Staying connected: one connection after the other, with growing pauses between those that fail, and what the network
 * says over them, parsed and verified before anyone else hears of it.
 */
import { PerigeeError, type Problem } from '../../shared/contract/codes.ts';
import { type JobOffer, type SessionEvent, sessionEventSchema } from '../../shared/contract/network/session.ts';
import { type Cell, createCell, type ReadonlyCell } from '../../shared/live/cell.ts';
import type { Log } from '../../shared/log.ts';
import type { Clock } from '../../shared/units/time.ts';
import { createBackOff } from './back-off.ts';
import { connect, type LiveConnection, type ReportedState } from './connection.ts';
import type { Identity } from './identity.ts';
import { verifyOffer } from './verify-offer.ts';

export interface Connection {
  state: 'offline' | 'connecting' | 'online';
}

/** What a device must know of its network before it can connect. */
export interface SessionFacts {
  deviceId: string;
  /** Signs offers; raw Ed25519 public key, base64url. */
  networkKey: string;
  hourMs: number;
}

export interface SessionOptions {
  baseUrl: string;
  identity: Pick<Identity, 'sign'>;
  clock: Clock;
  log: Log;
  state: () => ReportedState;
  /** @param isRefused  the network did not want the last connection, so what was known of it may be old */
  facts: (isRefused: boolean) => Promise<SessionFacts>;
  onOnline: () => void;
  /** Offers among them are verified. */
  onEvent: (event: SessionEvent) => void;
  onProblem: (problem: Problem) => void;
}

export interface Session {
  readonly connection: ReadonlyCell<Connection>;
  /** Nothing the second time. */
  start(): void;
  /** Tells the network the state at once, when online; otherwise the next connection begins with it. */
  sayState(): void;
  /** Resolves when the socket is gone. */
  close(): Promise<void>;
}

/** A connection that held this long was a good one: the next pause is a short one again. */
const steadyMs = 10_000;

const isSame = (a: Connection, b: Connection): boolean => a.state === b.state;

const sessionUrl = (baseUrl: string): URL => {
  const url = new URL(`${baseUrl.replace(/\/+$/, '')}/v1/session`);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url;
};

export const createSession = (options: SessionOptions): Session => {
  const { clock, log, onProblem } = options;
  const connection: Cell<Connection> = createCell<Connection>({ state: 'offline' }, isSame);
  const closing = new AbortController();
  const backOff = createBackOff();
  let live: LiveConnection | null = null;
  let running: Promise<void> | null = null;

  const malformed = (what: string, detail: string): void => {
    log.warn('malformed_message', { what, detail });
    onProblem({ code: 'MALFORMED_MESSAGE', data: { what, detail } });
  };

  const isGoodOffer = (offer: JobOffer, { networkKey, deviceId }: SessionFacts): boolean => {
    const verdict = verifyOffer(offer, { networkKey, deviceId, now: clock.now() });
    if (verdict !== 'good') malformed('offer', verdict);
    return verdict === 'good';
  };

  const take = (message: unknown, facts: SessionFacts): void => {
    const parsed = sessionEventSchema.safeParse(message);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      malformed('event', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`.slice(0, 200));
      return;
    }
    if (parsed.data.kind === 'offer' && !isGoodOffer(parsed.data.offer, facts)) return;
    try {
      options.onEvent(parsed.data);
    } catch (error) {
      // What a listener cannot do with one message is no reason to lose the minutes of this hour.
      log.error('session_event_failed', { kind: parsed.data.kind, detail: String(error) });
    }
  };

  /** @throws how it ended */
  const holdOne = async (isRefused: boolean): Promise<never> => {
    const facts = await options.facts(isRefused);
    live = connect(
      {
        address: new URL(options.baseUrl).origin,
        url: sessionUrl(options.baseUrl),
        identity: options.identity,
        deviceId: facts.deviceId,
        hourMs: facts.hourMs,
        clock,
        state: options.state,
        onOnline: () => {
          connection.set({ state: 'online' });
          options.onOnline();
        },
        onEvent: (event) => take(event, facts),
        onFault: (detail) => malformed('frame', detail),
      },
      closing.signal,
    );
    return await live.ended;
  };

  const run = async (): Promise<void> => {
    let isRefused = false;
    while (!closing.signal.aborted) {
      connection.set({ state: 'connecting' });
      const startedMs = clock.monotonic();
      const error: unknown = await holdOne(isRefused).catch((reason: unknown) => reason);
      live = null;
      connection.set({ state: 'offline' });
      if (closing.signal.aborted) return;
      if (error instanceof PerigeeError) onProblem(error.problem);
      else log.error('session_failed', { detail: error instanceof Error ? error.stack : String(error) });
      isRefused = error instanceof PerigeeError && error.code === 'NETWORK_REFUSED';
      if (clock.monotonic() - startedMs >= steadyMs) backOff.reset();
      await clock.sleep(backOff.next(), closing.signal).catch(() => undefined);
    }
  };

  return {
    connection,
    start: () => {
      if (closing.signal.aborted) return;
      running ??= run();
    },
    sayState: () => live?.sayState(),
    close: async () => {
      closing.abort();
      await running;
    },
  };
};
