/**
 * Keeps the store in step with the core: opens a wire, watches, and starts over after a gap or a break, waiting longer
 * each time. Old state stays in the store while nothing is heard.
 */
import type { AppState } from '../../shared/contract/app/index.ts';
import { createMirror, type FeedMessage } from '../../shared/live/feed.ts';
import { type CoreClient, type Door, DoorRefused, type Wire } from './core-client.ts';
import type { CoreStore } from './store.ts';

export interface LiveChance {
  now(): number;
  /** 0..1; spreads the reconnects of many tabs. */
  random(): number;
}

const firstDelayMs = 300;
const longestDelayMs = 5_000;

/** Milliseconds before try number `attempt` (0 is the first after a break); between half and all of a doubling delay. */
export const reconnectDelayMs = (attempt: number, random: number): number =>
  Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(attempt, 10)) * (0.5 + random / 2);

const sleep = (delayMs: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, delayMs);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });

/** Follows one watch until it ends. @returns 'gap' when a message was missed and a new watch is due, else 'ended' */
const follow = async (client: CoreClient, store: CoreStore, signal: AbortSignal): Promise<'gap' | 'ended'> => {
  const mirror = createMirror<AppState>();
  for await (const message of await client.watch(undefined, { signal })) {
    // The contract's schema spells each change out; the feed's type derives them. They are the same messages.
    if (mirror.apply(message as FeedMessage<AppState>) === 'gap') return 'gap';
    store.setState({ state: mirror.state() });
  }
  return 'ended';
};

const liveOn = async (wire: Wire, store: CoreStore, signal: AbortSignal): Promise<void> => {
  const ended = new AbortController();
  const limit = AbortSignal.any([signal, ended.signal]);
  const closed = wire.closed.then(() => ended.abort(new Error('The wire closed')));
  try {
    const { host, version, platform } = await wire.client.hello(undefined, { signal: limit });
    store.setState({ connection: { kind: 'open', host, version, platform }, client: wire.client });
    while ((await follow(wire.client, store, limit)) === 'gap');
  } catch (cause) {
    if (!limit.aborted) throw cause;
  } finally {
    wire.close();
    store.setState({ client: null });
    await Promise.race([closed, sleep(1_000, signal)]);
  }
};

/** Settles when `signal` is aborted or the core refuses this tab; every other failure is tried again. */
export const keepLive = async (
  door: Door,
  store: CoreStore,
  chance: LiveChance,
  signal: AbortSignal,
): Promise<void> => {
  let attempt = 0;
  while (!signal.aborted) {
    try {
      const wire = await door.open(signal);
      attempt = 0;
      await liveOn(wire, store, signal);
    } catch (cause) {
      if (cause instanceof DoorRefused) {
        store.setState({ connection: { kind: 'refused' }, client: null });
        return;
      }
    }
    const { connection } = store.getState();
    if (connection.kind === 'open') store.setState({ connection: { kind: 'lost', since: chance.now() } });
    await sleep(reconnectDelayMs(attempt, chance.random()), signal);
    attempt += 1;
  }
};
