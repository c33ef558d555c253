import { describe, expect, it } from 'vitest';
import { settle } from './settle.ts';

/** Time passes when the test says so. */
const handClock = () => {
  let now = 0;
  const sleepers = new Set<{ at: number; wake: () => void }>();
  return {
    now: () => now,
    monotonic: () => now,
    sleep: (
      delayMs: number,
      signal?: { aborted: boolean; addEventListener: (type: 'abort', listener: () => void) => void },
    ) =>
      new Promise<void>((resolve, reject) => {
        const sleeper = { at: now + delayMs, wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          reject(new Error('aborted'));
        });
      }),
    pass: async (ms: number) => {
      now += ms;
      for (const sleeper of [...sleepers])
        if (sleeper.at <= now) {
          sleepers.delete(sleeper);
          sleeper.wake();
        }
      await new Promise((resolve) => setImmediate(resolve));
    },
    waiting: () => sleepers.size,
  };
};
const late = () => new Error('late');
const never = () => new Promise<never>(() => {});

describe('a call to the engine', () => {
  it('ends with its answer and leaves no timer behind', async () => {
    const clock = handClock();
    await expect(settle(async () => 7, { clock, deadlineMs: 100, lateError: late })).resolves.toBe(7);
    expect(clock.waiting()).toBe(0);
  });

  it('ends at its deadline, and tells the act that nobody waits', async () => {
    const clock = handClock();
    let inner: AbortSignal | undefined;
    const act = (signal: AbortSignal) => {
      inner = signal;
      return never();
    };
    const call = settle(act, { clock, deadlineMs: 100, lateError: late });
    call.catch(() => {});
    await clock.pass(100);
    await expect(call).rejects.toThrow('late');
    expect(inner?.aborted).toBe(true);
  });

  it('ends with CANCELLED when the caller gives up, before or while it runs', async () => {
    const clock = handClock();
    const caller = new AbortController();
    const call = settle(never, { clock, deadlineMs: 100, signal: caller.signal, lateError: late });
    caller.abort();
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
    const again = settle(never, { clock, deadlineMs: 100, signal: caller.signal, lateError: late });
    await expect(again).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('ends early when the engine falls silent, and not while it shows signs of life', async () => {
    const clock = handClock();
    let isAlive = true;
    const check = async () => {
      if (!isAlive) throw new Error('silent');
    };
    const call = settle(never, { clock, deadlineMs: 10_000, lateError: late, pulse: { intervalMs: 10, check } });
    call.catch(() => {});
    for (let round = 0; round < 5; round += 1) await clock.pass(10);
    isAlive = false;
    await clock.pass(10);
    await expect(call).rejects.toThrow('silent');
  });
});
