import { expect, it } from 'vitest';
import { createRateLimit } from './rate-limit.ts';

it('takes a burst of one key, then as many as time allows, and holds no other key to it', () => {
  let nowMs = 0;
  const takes = createRateLimit({ monotonic: () => nowMs });
  const taken = (key: string, asked: number): number =>
    Array.from({ length: asked }, () => takes(key)).filter(Boolean).length;
  expect(taken('a', 200)).toBe(120);
  expect(taken('b', 1)).toBe(1);
  nowMs += 1_000;
  expect(taken('a', 200)).toBe(20);
});
