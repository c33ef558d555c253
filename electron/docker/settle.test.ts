import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../tests/fakes/manual-clock.ts';
import { settle } from './settle.ts';

const late = () => new Error('late');
const never = () => new Promise<never>(() => {});

describe('a call to the engine', () => {
  it('ends with its answer and leaves no timer behind', async () => {
    const clock = createManualClock(0);
    await expect(settle(async () => 7, { clock, deadlineMs: 100, lateError: late })).resolves.toBe(7);
    expect(clock.sleeping()).toBe(0);
  });

  it('ends at its deadline, and tells the act that nobody waits', async () => {
    const clock = createManualClock(0);
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
    const clock = createManualClock(0);
    const caller = new AbortController();
    const call = settle(never, { clock, deadlineMs: 100, signal: caller.signal, lateError: late });
    caller.abort();
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
    const again = settle(never, { clock, deadlineMs: 100, signal: caller.signal, lateError: late });
    await expect(again).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('ends early when the engine falls silent, and not while it shows signs of life', async () => {
    const clock = createManualClock(0);
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
