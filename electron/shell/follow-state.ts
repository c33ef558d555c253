/**
 * The shell's own look at the live state, through the same contract as the window's. Keeps the newest state; decides
 * nothing.
 */
import type { ContractRouterClient } from '@orpc/contract';
import type { AppState, appContract } from '../../shared/contract/app/index.ts';
import type { Cell } from '../../shared/live/cell.ts';
import { createMirror } from '../../shared/live/feed.ts';
import type { Clock } from '../../shared/units/time.ts';

export type AppClient = ContractRouterClient<typeof appContract>;

const retryAfterMs = 1_000;

/**
 * Follows until `signal` is aborted. A gap or a broken watch starts over with a new snapshot; the old state stays
 * meanwhile.
 *
 * @param into  set to the newest state at each change
 * @returns settles once the following has ended; never rejects
 */
export const followState = async (
  client: Pick<AppClient, 'watch'>,
  into: Pick<Cell<AppState | null>, 'set'>,
  clock: Pick<Clock, 'sleep'>,
  signal: AbortSignal,
): Promise<void> => {
  const watchOnce = async (): Promise<void> => {
    const mirror = createMirror<AppState>();
    for await (const message of await client.watch(undefined, { signal })) {
      const outcome = mirror.apply(message);
      if (outcome === 'gap') return;
      if (outcome === 'applied') into.set(mirror.state());
    }
  };
  while (!signal.aborted) {
    await watchOnce().catch(() => {});
    await clock.sleep(retryAfterMs, signal).catch(() => {});
  }
};
