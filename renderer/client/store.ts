/** The renderer's projection of the core: its live state as last heard, and whether we are still hearing. Holds no truth of its own. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { AppState, AppTopic } from '../../shared/contract/app/index.ts';
import type { CoreClient } from './core-client.ts';

/**
 * - `connecting`: not heard yet
 * - `open`: hearing
 * - `lost`: heard until `since`; the state is that old
 * - `refused`: the core does not know this tab
 */
export type Connection =
  | { kind: 'connecting' }
  | { kind: 'open'; host: 'desktop' | 'headless'; version: string; platform: string }
  | { kind: 'lost'; since: number }
  | { kind: 'refused' };

export interface CoreView {
  /** null before the first snapshot. */
  state: AppState | null;
  connection: Connection;
  /** null while no wire is open. */
  client: CoreClient | null;
}

export const coreStore = createStore<CoreView>(() => ({
  state: null,
  connection: { kind: 'connecting' },
  client: null,
}));
export type CoreStore = typeof coreStore;

export const useConnection = (): Connection => useStore(coreStore, (view) => view.connection);

export const useHasState = (): boolean => useStore(coreStore, (view) => view.state !== null);

/** One topic of the live state. Pages are drawn only after the first snapshot, so there always is one. */
export const useTopic = <Topic extends AppTopic>(topic: Topic): AppState[Topic] =>
  useStore(coreStore, (view) => {
    if (view.state === null) throw new Error(`${topic} was read before the first snapshot`);
    return view.state[topic];
  });
