/**
 * The protocol of live state: a snapshot with a sequence number, then one message per changed topic, each numbered one
 * higher than the last. `createFeed` is the side that knows; `createMirror` is the side that looks.
 */
import type { ReadonlyCell } from './cell.ts';

export type FeedMessage<State> =
  | { kind: 'snapshot'; seq: number; state: State }
  | { [Topic in keyof State]: { kind: 'change'; seq: number; topic: Topic; value: State[Topic] } }[keyof State];

export type Topics<State> = { readonly [Topic in keyof State]: ReadonlyCell<State[Topic]> };

export interface Feed<State> {
  snapshot(): FeedMessage<State>;
  /** Calls `listener` with every change from now on. @returns a function that ends it */
  subscribe(listener: (message: FeedMessage<State>) => void): () => void;
  close(): void;
}

export const createFeed = <State extends object>(topics: Topics<State>): Feed<State> => {
  let seq = 0;
  const listeners = new Set<(message: FeedMessage<State>) => void>();
  const names = Object.keys(topics) as (keyof State)[];
  const stops = names.map((topic) =>
    topics[topic].subscribe((value) => {
      seq += 1;
      const message = { kind: 'change', seq, topic, value } as FeedMessage<State>;
      for (const listener of [...listeners]) listener(message);
    }),
  );
  return {
    snapshot: () => ({
      kind: 'snapshot',
      seq,
      state: Object.fromEntries(names.map((topic) => [topic, topics[topic].get()])) as State,
    }),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      for (const stop of stops) stop();
      listeners.clear();
    },
  };
};

export interface Mirror<State> {
  /** null until the first snapshot. */
  state(): State | null;
  /** @returns 'applied', 'ignored' for a message already seen, or 'gap': ask for a new snapshot */
  apply(message: FeedMessage<State>): 'applied' | 'ignored' | 'gap';
}

export const createMirror = <State extends object>(): Mirror<State> => {
  let state: State | null = null;
  let seq = -1;
  return {
    state: () => state,
    apply: (message) => {
      if (message.kind === 'snapshot') {
        state = message.state;
        seq = message.seq;
        return 'applied';
      }
      if (state === null || message.seq > seq + 1) return 'gap';
      if (message.seq <= seq) return 'ignored';
      state = { ...state, [message.topic]: message.value };
      seq = message.seq;
      return 'applied';
    },
  };
};
