import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../electron/core/system-clock.ts';
import { openOutboxTable } from '../../electron/storage/outbox-table.ts';
import type { Clock } from '../../shared/units/time.ts';
import { until } from '../docker/real-engine.ts';
import { type LinkBench, openLinkBench } from '../fakes/network/link-bench.ts';
import { stopwatch, tells } from './tells.ts';

let bench: LinkBench;
beforeEach(async () => {
  bench = await openLinkBench();
});
afterEach(() => bench.close());

/** A clock whose lengths of time pass faster, as much as is said at the moment. */
const pacedClock = () => {
  let [pace, beforeMs, sinceMs] = [10, 0, performance.now()];
  const monotonic = (): number => beforeMs + (performance.now() - sinceMs) * pace;
  const clock: Clock = {
    now: () => Date.now(),
    monotonic,
    sleep: (delayMs, signal) => systemClock.sleep(delayMs / pace, signal),
  };
  return {
    clock,
    setPace: (next: number): void => {
      [beforeMs, sinceMs, pace] = [monotonic(), performance.now(), next];
    },
  };
};

const hours = 24;
const anHourMs = 3_600_000;

it('a network that is away for a day: what happened meanwhile waits in order, and arrives once it is back', async () => {
  const { clock, setPace } = pacedClock();
  const outbox = openOutboxTable(bench.database());
  const { link, heard } = await bench.takePart({ outbox, clock });
  await until(() => outbox.size() === 0, 'an empty outbox');
  bench.network.state.appended.length = 0;
  await bench.network.stop();

  const ids: string[] = [];
  const report = (event: Parameters<typeof link.report>[0]): void => {
    const id = randomUUID();
    ids.push(id);
    link.report(event, id);
  };
  setPace(20_000);
  const awayAt = clock.monotonic();
  for (let hour = 1; hour <= hours; hour += 1) {
    for (const kind of ['job_accepted', 'job_running'] as const) report({ kind, jobId: `job-${hour}` });
    report({ kind: 'job_ended', jobId: `job-${hour}`, outcome: 'done', exitCode: 0, ranMs: anHourMs });
    await until(() => clock.monotonic() - awayAt >= hour * anHourMs, `hour ${hour}`);
  }
  const tries = heard.problems.filter(({ code }) => code === 'NETWORK_UNREACHABLE').length;
  expect(outbox.size()).toBe(ids.length);
  expect(heard.problems.every(({ code }) => code === 'NETWORK_UNREACHABLE')).toBe(true);
  // The session and the outbox each try at most every quarter of a minute.
  expect(tries).toBeGreaterThan(hours);
  expect(tries).toBeLessThan(2 * hours * 240);

  setPace(10);
  await bench.network.start();
  const since = stopwatch();
  await until(() => outbox.size() === 0, 'an empty outbox');
  const drainedAfter = since();
  const arrived = bench.network.state.appended.flat().map(({ id }) => id);
  expect([...new Set(arrived)]).toEqual(ids);
  tells(14, {
    injected: `the network gone for ${hours} h of the app’s clock, hurried, with ${ids.length} events of ${hours} jobs`,
    seen: `${Math.round(tries / hours)} tries an hour; all ${ids.length} events in order ${drainedAfter} after it was back`,
    lost: `nothing: ${new Set(arrived).size} of ${ids.length} events`,
  });
});
