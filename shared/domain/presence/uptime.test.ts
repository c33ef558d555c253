import { expect, it } from 'vitest';
import { type HourMinutes, noUptime, type Uptime, uptimeAfter, uptimeBps } from './uptime.ts';

const all = (1n << 60n) - 1n;
const after = (...hours: HourMinutes[]): Uptime => hours.reduce(uptimeAfter, noUptime);

it('is measured against the minutes in which the network was up', () => {
  expect(uptimeBps(after({ present: 0b0111n, served: 0b1111n }))).toBe(7_500);
  expect(uptimeBps(after({ present: all, served: 0b1111n }))).toBe(10_000);
  expect(uptimeBps(after({ present: all, served: 0n }))).toBe(0);
  expect(uptimeBps(noUptime)).toBe(0);
});

it('runs back from the end to the first served minute that was missed', () => {
  const withGap = all & ~(1n << 10n);
  const full = { present: all, served: all };
  expect(after(full, { present: withGap, served: all }).continuousMinutes).toBe(49);
  expect(after(full, { present: withGap, served: withGap }).continuousMinutes).toBe(119);
  expect(after(full, full, { present: 0n, served: all }).continuousMinutes).toBe(0);
  expect(after(full, { present: 0n, served: 0n }).continuousMinutes).toBe(60);
});
