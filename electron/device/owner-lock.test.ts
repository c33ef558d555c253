import { describe, expect, it } from 'vitest';
import type { Clock } from '../../shared/units/time.ts';
import { createOwnerLock, type LockRecord } from './owner-lock.ts';

const setUp = (records = new Map<string, LockRecord>()) => {
  let nowMs = 0;
  const sleepers: { atMs: number; wake: () => void }[] = [];
  const clock: Clock = {
    now: () => nowMs,
    monotonic: () => nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
        sleepers.push({ atMs: nowMs + ms, wake: resolve });
      }),
  };
  const pass = async (ms: number): Promise<void> => {
    nowMs += ms;
    for (const { atMs, wake } of sleepers) if (atMs <= nowMs) wake();
    await new Promise((resolve) => setImmediate(resolve));
  };
  const store = {
    get: (id: string) => records.get(id) ?? null,
    put: (id: string, value: LockRecord) => void records.set(id, value),
    remove: (id: string) => void records.delete(id),
  };
  return { lock: createOwnerLock({ store, clock }), records, pass, again: () => createOwnerLock({ store, clock }) };
};

describe('the owner’s lock', () => {
  it('locks with a PIN, opens with it, and locks itself again', async () => {
    const { lock, pass } = setUp();
    expect(lock.state.get()).toBe('none');
    lock.check();
    await lock.set('4711');
    expect(() => lock.check()).toThrow('LOCKED');
    await expect(lock.set('0000')).rejects.toThrow('LOCKED');
    expect(() => lock.remove()).toThrow('LOCKED');
    await lock.open('4711');
    lock.check();
    await pass(15 * 60_000);
    expect(lock.state.get()).toBe('locked');
  });

  it('is locked after a start, and keeps the PIN nowhere', async () => {
    const { lock, records, again } = setUp();
    await lock.set('4711');
    expect(JSON.stringify([...records])).not.toContain('4711');
    expect(again().state.get()).toBe('locked');
    await lock.open('4711');
    lock.remove();
    expect(again().state.get()).toBe('none');
  });

  it('slows guesses down, also many at once, and takes not even the right one meanwhile', async () => {
    const { lock, pass } = setUp();
    await lock.set('4711');
    const guesses = await Promise.allSettled(['1', '2', '3', '4', '4711'].map((pin) => lock.open(pin)));
    expect(guesses.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'rejected'));
    await expect(lock.open('4711')).rejects.toMatchObject({ code: 'LOCK_REFUSED', data: { waitMs: 10_000 } });
    await pass(10_000);
    await expect(lock.open('5')).rejects.toMatchObject({ data: { waitMs: 20_000 } });
    await pass(20_000);
    await lock.open('4711');
    expect(lock.state.get()).toBe('open');
  });
});
