import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHurriedClock } from '../../tests/fakes/network/hurried-clock.ts';
import { eventually, type LinkBench, openLinkBench } from '../../tests/fakes/network/link-bench.ts';
import { tells } from '../../tests/faults/tells.ts';
import { openOutboxTable } from '../storage/outbox-table.ts';

let bench: LinkBench;
beforeEach(async () => {
  bench = await openLinkBench();
});
afterEach(() => bench.close());

describe('the outbox', () => {
  const jobIds = () =>
    bench.network.state.appended.flat().map(({ event }) => ('jobId' in event ? event.jobId : event.kind));

  it('sends in order, at most a hundred at once, and empties', async () => {
    const outbox = openOutboxTable(bench.database());
    const { link } = bench.open({ outbox, clock: createHurriedClock(1) });
    for (let n = 0; n < 150; n += 1) link.report({ kind: 'job_running', jobId: `job-${n}` });
    await link.register();
    link.startSession();
    await eventually(() => expect(outbox.size()).toBe(0));
    expect(bench.network.state.appended.map((items) => items.length)).toEqual([100, 50]);
    expect(jobIds()).toEqual(Array.from({ length: 150 }, (_, n) => `job-${n}`));
  });

  it('keeps the same event once', async () => {
    const outbox = openOutboxTable(bench.database());
    const { link } = bench.open({ outbox });
    const id = crypto.randomUUID();
    link.report({ kind: 'job_running', jobId: 'job-1' }, id, 5);
    link.report({ kind: 'job_running', jobId: 'job-1' }, id, 6);
    expect(outbox.pending(10)).toEqual([{ id, at: 5, event: { kind: 'job_running', jobId: 'job-1' } }]);
  });

  it('survives a restart and an outage, and forgets only what was acknowledged', async () => {
    const first = bench.open();
    first.link.report({ kind: 'job_running', jobId: 'before' });
    await first.link.close();
    bench.reopenDatabase();
    const outbox = openOutboxTable(bench.database());
    const { link, heard } = await bench.takePart({ outbox });
    await eventually(() => expect(jobIds()).toEqual(['before']));
    await bench.network.stop();
    link.report({ kind: 'job_running', jobId: 'meanwhile' });
    await eventually(() => expect(heard.problems.some(({ code }) => code === 'NETWORK_UNREACHABLE')).toBe(true));
    expect(outbox.size()).toBe(1);
    await bench.network.start();
    await eventually(() => expect(outbox.size()).toBe(0));
    expect(jobIds()).toEqual(['before', 'meanwhile']);
  });

  it('sends again what was not acknowledged, however often an id is named', async () => {
    const outbox = openOutboxTable(bench.database());
    const { link } = bench.open({ outbox });
    const ids = [1, 2, 3].map(() => crypto.randomUUID());
    for (const id of ids) link.report({ kind: 'job_running', jobId: id }, id);
    let appends = 0;
    bench.network.state.acknowledges = (items) => {
      appends += 1;
      if (appends === 1) return [crypto.randomUUID()];
      return items.slice(0, 1).flatMap(({ id }) => [id, id]);
    };
    await link.register();
    link.startSession();
    await eventually(() => expect(outbox.size()).toBe(0));
    expect(bench.network.state.appended.map((items) => items.map(({ id }) => id))).toEqual([
      ids,
      ids,
      ids.slice(1),
      ids.slice(2),
    ]);
    tells(15, {
      injected: 'a network whose acknowledgements name nothing, then one event at a time',
      seen: `sent ${appends} times, until each was acknowledged`,
      lost: `nothing: ${ids.length - outbox.size()} of ${ids.length} events`,
    });
  });

  it('does not take the network’s word for an event that it was not sent', async () => {
    const outbox = openOutboxTable(bench.database());
    const { link } = bench.open({ outbox, clock: createHurriedClock(1) });
    const ids = Array.from({ length: 101 }, () => crypto.randomUUID());
    for (const id of ids) link.report({ kind: 'job_running', jobId: id }, id);
    bench.network.state.acknowledges = () => ids;
    await link.register();
    link.startSession();
    await eventually(() => expect(outbox.size()).toBe(0));
    expect(bench.network.state.appended.flat().map(({ id }) => id)).toEqual(ids);
  });
});
