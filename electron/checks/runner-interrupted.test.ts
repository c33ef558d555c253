import { describe, expect, it } from 'vitest';
import { card, measured, setUpChecks, until, untilCancelled } from '../../tests/fakes/checks-bench.ts';
import type { ProbeCall } from '../probe/client.ts';
import type { Measurement, MeasureTask } from '../probe/messages.ts';
import { createRightOfWay } from './right-of-way.ts';

describe('a proof during a check', () => {
  it('comes first, and no step is measured meanwhile, whichever probe it is in', async () => {
    const way = createRightOfWay();
    const log: string[] = [];
    let attempts = 0;
    const measure = async (task: MeasureTask, call: ProbeCall): Promise<Measurement> => {
      attempts += 1;
      log.push(`${task.kind} begins`);
      return attempts === 1 ? untilCancelled(task, call) : measured;
    };
    const { checks, ended } = setUpChecks({ measure }, [], [], { way });
    const end = ended();
    checks.start('quick');
    await until(() => log.length === 1);
    const leave = await way.proof(new AbortController().signal);
    log.push('proof');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(checks.state.get().run?.steps[1]).toMatchObject({ state: 'running', gaveWay: 1, progress: 0 });
    leave();
    const run = await end;
    expect(log.slice(0, 4)).toEqual(['cpu_single begins', 'proof', 'cpu_single begins', 'cpu_throughput begins']);
    expect(run.steps.slice(1, 3)).toMatchObject([
      { state: 'done', verdict: 'passed', gaveWay: 1 },
      { state: 'done', verdict: 'passed', gaveWay: 0 },
    ]);
  });

  it('does not wait for a network that starts no clock', async () => {
    const way = createRightOfWay();
    const openBenchmark = () => new Promise<null>(() => {});
    const { checks } = setUpChecks({}, [], [], { way, openBenchmark });
    checks.start('full');
    await until(
      () =>
        checks.state.get().run?.steps.some(({ kind, state }) => kind === 'cpu_chain' && state === 'running') ?? false,
    );
    (await way.proof(new AbortController().signal))();
    await checks.close();
  });
});

describe('cancelling', () => {
  it('does not wait for a tool that says nothing', async () => {
    const { checks } = setUpChecks({ measure: untilCancelled }, [], [card], { holders: () => new Promise(() => {}) });
    checks.start('memory');
    await until(() => checks.state.get().run?.steps[0]?.state === 'running');
    expect(await checks.cancel()).toBe(true);
    expect(checks.state.get().run?.steps[0]?.state).toBe('cancelled');
  });

  it('ends the run, its step and those that wait, and tells nobody of figures', async () => {
    const { checks, saved, figures } = setUpChecks({ measure: untilCancelled });
    checks.start('quick');
    await until(() => checks.state.get().run?.steps[1]?.state === 'running');
    expect(await checks.cancel()).toBe(true);
    expect(checks.state.get().run).toMatchObject({
      state: 'cancelled',
      finishedAt: 1000,
      steps: [{ state: 'done' }, ...Array(4).fill({ state: 'cancelled' })],
    });
    expect([saved.length, figures.length]).toEqual([1, 0]);
  });

  it('says when there was nothing to cancel', async () => expect(await setUpChecks().checks.cancel()).toBe(false));

  it('lets the next run begin', async () => {
    const { checks } = setUpChecks({ measure: untilCancelled });
    checks.start('quick');
    await checks.cancel();
    expect(checks.start('quick').runId).toBe(checks.state.get().run?.id);
    await checks.close();
  });

  it('comes with closing, and no run begins any more', async () => {
    const { checks } = setUpChecks({ measure: untilCancelled });
    checks.start('quick');
    await checks.close();
    expect(checks.state.get().run?.state).toBe('cancelled');
    expect(() => checks.start('quick')).toThrow(expect.objectContaining({ code: 'CANCELLED' }));
  });
});
