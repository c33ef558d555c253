import { describe, expect, it } from 'vitest';
import type { Inventory } from '../../shared/contract/app/machine.ts';
import { createManualClock } from '../../tests/fakes/manual-clock.ts';
import { createEngineWatch } from './engine-watch.ts';
import { createProblemBoard } from './problem-board.ts';

/** An engine each of whose looks ends when the test says so. */
const setUp = () => {
  const clock = createManualClock(0);
  const looks: (() => void)[] = [];
  const watch = createEngineWatch({
    clock,
    problems: createProblemBoard(clock),
    readEngine: () => new Promise((resolve) => looks.push(() => resolve({ problem: null } as Inventory['engine']))),
    isBusy: () => false,
    onChange: () => undefined,
  });
  const end = () => {
    looks.at(-1)?.();
    return clock.pass(0);
  };
  return { clock, looks, watch, end };
};

describe('the watch on the engine', () => {
  it('looks at once when it is told to, instead of half a minute later', async () => {
    const { clock, looks, watch, end } = setUp();
    watch.start();
    await end();
    await clock.pass(29_000);
    expect(looks).toHaveLength(1);
    watch.lookNow();
    await clock.pass(0);
    expect(looks).toHaveLength(2);
    await end();
    await watch.stop();
  });

  it('looks once more when it is told to while it looks', async () => {
    const { clock, looks, watch, end } = setUp();
    watch.start();
    await clock.pass(0);
    watch.lookNow();
    await end();
    expect(looks).toHaveLength(2);
    await end();
    await watch.stop();
  });
});
