import { describe, expect, it } from 'vitest';
import { cooldownCalendar } from './cooldown-calendar.ts';

const day = 86_400_000;
const now = new Date(2026, 10, 20, 16, 42).getTime();

describe('the cooldown calendar', () => {
  it('is absent when nothing is staked and nothing cools', () =>
    expect(cooldownCalendar({ staked: 0n, cooldownMs: 14 * day, cooling: [] }, now)).toBeNull());

  it('draws what cools before what would cool, and every bar inside the axis', () => {
    const cooling = [{ id: 'a', amount: 5n, askedAt: now - 3 * day, freeAt: now + 11 * day }];
    const calendar = cooldownCalendar({ staked: 10n, cooldownMs: 14 * day, cooling }, now);
    expect(calendar?.bars.map(({ kind }) => kind)).toEqual(['cooling', 'if_left_now']);
    for (const bar of calendar?.bars ?? []) {
      expect(bar.start).toBeGreaterThan(0);
      expect(bar.end).toBeGreaterThan(bar.start);
      expect(bar.end).toBeLessThan(1);
    }
    expect(calendar?.now).toBe(calendar?.bars[1]?.start);
  });

  it.each([
    ['a fortnight', 14 * day, 7 * day],
    ['a day', day, day / 2],
    ['a minute', 60_000, 30_000],
    ['an instant', 0, 10_000],
  ])('has at most five ticks for %s', (_, cooldownMs, stepMs) => {
    const calendar = cooldownCalendar({ staked: 1n, cooldownMs, cooling: [] }, now);
    expect(calendar?.stepMs).toBe(stepMs);
    expect(calendar?.ticks.length).toBeLessThanOrEqual(5);
    for (const { place } of calendar?.ticks ?? []) expect(place).toBeGreaterThanOrEqual(0);
  });

  it('starts the days of the axis at local midnight', () => {
    const calendar = cooldownCalendar({ staked: 1n, cooldownMs: 14 * day, cooling: [] }, now);
    const first = new Date(calendar?.ticks[0]?.at ?? 0);
    expect([first.getHours(), first.getMinutes()]).toEqual([0, 0]);
  });
});
