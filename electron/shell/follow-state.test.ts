import { createRouterClient } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import type { AppState } from '../../shared/contract/app/index.ts';
import { createCell } from '../../shared/live/cell.ts';
import { createFakeCore } from '../../tests/fakes/core/router.ts';
import { scenarios } from '../../tests/fakes/core/scenarios.ts';
import { type AppClient, followState } from './follow-state.ts';

const now = (): number => Date.UTC(2026, 10, 22);
const setUp = () => {
  const core = createFakeCore(scenarios['job-running'](now()), now);
  const client: AppClient = createRouterClient(core.router);
  const end = new AbortController();
  const state = createCell<AppState | null>(null);
  let sleeps = 0;
  const clock = {
    sleep: async () => {
      sleeps += 1;
    },
  };
  const start = (watch: AppClient['watch'] = client.watch) => followState({ watch }, state, clock, end.signal);
  return { core, client, end, state, start, sleeps: () => sleeps };
};

describe('following the live state', () => {
  it('has the snapshot first and then every change', async () => {
    const { core, end, state, start } = setUp();
    const ended = start();
    await expect.poll(() => state.get()?.status.activity).toBe('working');
    core.cells.status.update((status) => ({ ...status, activity: 'paused' }));
    await expect.poll(() => state.get()?.status.activity).toBe('paused');
    end.abort();
    core.close();
    await ended;
  });

  it('starts over after a watch that broke, and keeps the old state meanwhile', async () => {
    const { client, core, end, state, start, sleeps } = setUp();
    let tries = 0;
    const ended = start((async (...args: Parameters<AppClient['watch']>) => {
      tries += 1;
      if (tries < 3) throw new Error('the line broke');
      return client.watch(...args);
    }) as AppClient['watch']);
    await expect.poll(() => state.get()?.status.activity).toBe('working');
    expect(tries).toBe(3);
    expect(sleeps()).toBe(2);
    end.abort();
    core.close();
    await ended;
  });

  it('asks for a new snapshot after a gap', async () => {
    const { core, end, state, start } = setUp();
    const snapshot = scenarios.paused(now());
    let tries = 0;
    const ended = start((async () => {
      tries += 1;
      const first = tries === 1;
      return (async function* () {
        yield {
          kind: 'snapshot',
          seq: 1,
          state: first ? snapshot : { ...snapshot, status: { ...snapshot.status, activity: 'off' } },
        };
        if (first) yield { kind: 'change', seq: 5, topic: 'status', value: snapshot.status };
        else end.abort();
      })();
    }) as unknown as AppClient['watch']);
    await ended;
    expect(tries).toBe(2);
    expect(state.get()?.status.activity).toBe('off');
    core.close();
  });
});
