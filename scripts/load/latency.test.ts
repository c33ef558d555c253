import { expect, it } from 'vitest';
import { createTimes } from './latency.ts';

it('tells medians and tails within two per cent, of its own times and of others’', () => {
  const [own, others] = [createTimes(), createTimes()];
  for (let ms = 1; ms <= 1_000; ms += 1) (ms % 2 === 0 ? own : others).add(ms);
  own.merge(JSON.parse(JSON.stringify(others.counted())));
  const { count, p50, p99, most } = own.latency();
  expect([count, most]).toEqual([1_000, 1_000]);
  expect(p50).toBeGreaterThan(500 * 0.98);
  expect(p50).toBeLessThan(501 * 1.02);
  expect(p99).toBeGreaterThan(990 * 0.98);
  expect(p99).toBeLessThan(992 * 1.02);
  expect(createTimes().latency()).toEqual({ count: 0, p50: null, p99: null, most: null });
});
