import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../tests/fakes/manual-clock.ts';
import { createOwnGpuUse } from './own-gpu-use.ts';

describe('our own use of GPUs', () => {
  it('is ours while it goes on, and until a driver’s average has forgotten it', () => {
    const clock = createManualClock(0);
    const use = createOwnGpuUse(clock, () => false);
    const end = use.begin(['a']);
    clock.advance(60_000);
    expect([use.isOurs('a'), use.isOurs('b')]).toEqual([true, false]);
    end();
    clock.advance(1_999);
    expect(use.isOurs('a')).toBe(true);
    clock.advance(1);
    expect(use.isOurs('a')).toBe(false);
  });

  it('goes on until the last of two uses ends, and an end counts once', () => {
    const clock = createManualClock(0);
    const use = createOwnGpuUse(clock, () => false);
    const [first, second] = [use.begin(['a']), use.begin(['a', 'b'])];
    first();
    first();
    clock.advance(10_000);
    expect([use.isOurs('a'), use.isOurs('b')]).toEqual([true, true]);
    second();
    clock.advance(2_000);
    second();
    expect([use.isOurs('a'), use.isOurs('b')]).toEqual([false, false]);
  });

  it('keeps its own list of what was begun', () => {
    const use = createOwnGpuUse(createManualClock(0), () => false);
    const gpus = ['a'];
    use.begin(gpus);
    gpus[0] = 'b';
    expect([use.isOurs('a'), use.isOurs('b')]).toEqual([true, false]);
  });

  it('counts what others say is ours, with the same afterglow', () => {
    const clock = createManualClock(0);
    let job: string | null = 'a';
    const use = createOwnGpuUse(clock, (id) => id === job);
    expect([use.isOurs('a'), use.isOurs('b')]).toEqual([true, false]);
    job = null;
    clock.advance(1_999);
    expect(use.isOurs('a')).toBe(true);
    clock.advance(1);
    expect(use.isOurs('a')).toBe(false);
  });
});
