import { expect, it } from 'vitest';
import { type HourMinutes, noUptime, uptimeAfter, uptimeBps } from '../../shared/domain/presence/uptime.ts';
import { createRandom } from './random.ts';
import { createUptimeWindow } from './uptime-window.ts';

const all = (1n << 60n) - 1n;

it('is of the last 720 hours what the rules make of all of them at once', () => {
  const random = createRandom(1);
  const hours = Array.from({ length: 800 }, (_, at): HourMinutes => {
    const isAway = random.happens(100_000, 'outage', at);
    return { present: isAway ? all >> BigInt(random.below(60, 'outage_length', at)) : all, served: all };
  });
  const window = createUptimeWindow();
  for (const [at, hour] of hours.entries()) {
    window.add(hour);
    if (at % 97 !== 0 && at < 790) continue;
    expect(window.uptimeBps()).toBe(
      uptimeBps(hours.slice(Math.max(0, at - 719), at + 1).reduce(uptimeAfter, noUptime)),
    );
    expect(window.continuousMinutes()).toBe(hours.slice(0, at + 1).reduce(uptimeAfter, noUptime).continuousMinutes);
  }
});
