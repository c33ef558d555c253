import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { AppState } from '../../shared/contract/app/index.ts';
import type { FeedMessage } from '../../shared/live/feed.ts';
import { type CoreClient, type Door, DoorRefused, type Wire } from './core-client.ts';
import { keepLive, reconnectDelayMs } from './live.ts';
import type { CoreView } from './store.ts';

const newStore = () => createStore<CoreView>(() => ({ state: null, connection: { kind: 'connecting' }, client: null }));
const stateOf = (hostName: string) => ({ machine: { hostName } }) as unknown as AppState;
const snapshot = (seq: number, hostName: string): FeedMessage<AppState> => ({
  kind: 'snapshot',
  seq,
  state: stateOf(hostName),
});
const renamed = (seq: number, hostName: string) =>
  ({ kind: 'change', seq, topic: 'machine', value: { hostName } }) as unknown as FeedMessage<AppState>;

/** A wire whose watches give the messages listed, one list per watch, and then wait for its end. */
const wireOf = (watches: FeedMessage<AppState>[][]) => {
  let end: () => void = () => {};
  const closed = new Promise<void>((resolve) => {
    end = resolve;
  });
  let watched = 0;
  const client = {
    hello: async () => ({ app: 'perigee', version: '1.2.3', host: 'headless', platform: 'linux' }),
    watch: async (_input: undefined, { signal }: { signal: AbortSignal }) => {
      const messages = watches[watched] ?? [];
      watched += 1;
      return (async function* () {
        yield* messages;
        await Promise.race([closed, new Promise((resolve) => signal.addEventListener('abort', resolve))]);
        throw new Error('the wire closed');
      })();
    },
  } as unknown as CoreClient;
  const wire: Wire = { client, closed, close: () => end() };
  return { wire, end: () => end(), watched: () => watched };
};

const chance = { now: () => 42, random: () => 0 };
const until = async (isSo: () => boolean): Promise<void> => {
  for (let tries = 0; tries < 200 && !isSo(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(isSo()).toBe(true);
};

describe('staying in step with the core', () => {
  it('shows the snapshot and every change', async () => {
    const store = newStore();
    const ended = new AbortController();
    const { wire } = wireOf([[snapshot(1, 'desk'), renamed(2, 'attic')]]);
    const loop = keepLive({ open: async () => wire }, store, chance, ended.signal);
    await until(() => store.getState().state?.machine?.hostName === 'attic');
    expect(store.getState().connection).toEqual({
      kind: 'open',
      host: 'headless',
      version: '1.2.3',
      platform: 'linux',
    });
    ended.abort();
    await loop;
  });

  it('asks for a new snapshot after a gap, on the same wire', async () => {
    const store = newStore();
    const ended = new AbortController();
    const { wire, watched } = wireOf([[snapshot(1, 'desk'), renamed(5, 'lost')], [snapshot(5, 'found')]]);
    const loop = keepLive({ open: async () => wire }, store, chance, ended.signal);
    await until(() => store.getState().state?.machine?.hostName === 'found');
    expect(watched()).toBe(2);
    ended.abort();
    await loop;
  });

  it('keeps the old state and says since when, then comes back', async () => {
    const store = newStore();
    const ended = new AbortController();
    const first = wireOf([[snapshot(1, 'before')]]);
    const second = wireOf([[snapshot(1, 'after')]]);
    const seen: unknown[] = [];
    store.subscribe(({ connection, state }) => seen.push([connection, state?.machine?.hostName]));
    const wires = [first.wire, second.wire];
    const door: Door = {
      open: async () => {
        const next = wires.shift();
        if (!next) throw new Error('nobody there');
        return next;
      },
    };
    const loop = keepLive(door, store, chance, ended.signal);
    await until(() => store.getState().state?.machine?.hostName === 'before');
    first.end();
    await until(() => store.getState().state?.machine?.hostName === 'after');
    expect(seen).toContainEqual([{ kind: 'lost', since: 42 }, 'before']);
    ended.abort();
    await loop;
  });

  it('stops where the core does not know this tab', async () => {
    const store = newStore();
    const door: Door = {
      open: async () => {
        throw new DoorRefused('no');
      },
    };
    await keepLive(door, store, chance, new AbortController().signal);
    expect(store.getState().connection).toEqual({ kind: 'refused' });
  });

  it('waits longer each time, up to five seconds, and never in step with other tabs', () => {
    expect([0, 1, 2, 3, 20].map((attempt) => reconnectDelayMs(attempt, 1))).toEqual([300, 600, 1_200, 2_400, 5_000]);
    expect(reconnectDelayMs(20, 0)).toBe(2_500);
  });
});
