import { beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../shared/log.ts';
import { createManualClock, type ManualClock } from '../../tests/fakes/manual-clock.ts';
import type { HandedLog } from '../link/link.ts';
import type { OutputLine } from '../worker/worker.ts';
import { createLogForwarding, type LogForwarding } from './log-forwarding.ts';

/** A network that keeps lines as the real one does. */
const createKeeper = () => {
  const kept = { lines: [] as string[], next: 0, mark: null as string | null, gaps: [] as number[], isComplete: false };
  const keeper = {
    kept,
    isAway: false,
    isKnown: true,
    calls: 0,
    handOverLog: async (handed: HandedLog) => {
      keeper.calls += 1;
      if (keeper.isAway) throw new Error('away');
      if (!keeper.isKnown) return null;
      const fresh = handed.lines.slice(Math.max(0, kept.next - handed.seq));
      if (fresh.length > 0) {
        if (handed.isAfterGap) kept.gaps.push(kept.next);
        kept.lines.push(...fresh.map(({ text }) => text));
        kept.next += fresh.length;
        kept.mark = handed.mark;
      }
      kept.isComplete ||= handed.isLast;
      return { next: kept.next, mark: kept.mark };
    },
  };
  return keeper;
};

let clock: ManualClock;
let keeper: ReturnType<typeof createKeeper>;
let forwarding: LogForwarding;
const open = (): LogForwarding => createLogForwarding({ clock, log: silentLog, link: () => keeper });
beforeEach(() => {
  clock = createManualClock(0);
  keeper = createKeeper();
  forwarding = open();
});

const line = (n: number, text = `line ${n}`): OutputLine => ({
  ...{ cursor: `2026-01-01T00:00:00.${String(n).padStart(9, '0')}Z`, at: n, stream: 'stdout', text },
});
const print = (from: number, to: number): void => {
  for (let n = from; n < to; n += 1) forwarding.take('j', line(n));
};
const seconds = async (count: number): Promise<void> => {
  for (let second = 0; second < count; second += 1) await clock.pass(1_000);
};
const texts = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, n) => `line ${from + n}`);

describe('the forwarding of a job’s log', () => {
  it('hands every line over once, in order, and stops when the job is over and all of it was taken', async () => {
    print(0, 3);
    await seconds(3);
    print(3, 1_000);
    await seconds(3);
    forwarding.end('j');
    await seconds(3);
    expect(keeper.kept.lines).toEqual(texts(0, 1_000));
    expect(keeper.kept.isComplete).toBe(true);
    const { calls } = keeper;
    await seconds(60);
    expect(keeper.calls).toBe(calls);
  });

  it('goes on after an outage where it was', async () => {
    print(0, 3);
    await seconds(3);
    keeper.isAway = true;
    print(3, 9);
    await seconds(40);
    expect(keeper.kept.lines).toEqual(texts(0, 3));
    keeper.isAway = false;
    forwarding.hurry();
    await seconds(3);
    expect([keeper.kept.lines, keeper.kept.gaps]).toEqual([texts(0, 9), []]);
  });

  it('hands nothing over twice after a start of the app, which reads the whole output again', async () => {
    print(0, 5);
    await seconds(3);
    await forwarding.close();
    forwarding = open();
    print(0, 8);
    await seconds(3);
    expect([keeper.kept.lines, keeper.kept.gaps]).toEqual([texts(0, 8), []]);
  });

  it('keeps a bounded part of what is printed in an outage, and says where something is missing', async () => {
    print(0, 2);
    await seconds(3);
    keeper.isAway = true;
    print(2, 10_002);
    await seconds(3);
    keeper.isAway = false;
    forwarding.hurry();
    await seconds(30);
    expect(keeper.kept.lines).toEqual([...texts(0, 2), ...texts(6_002, 10_002)]);
    expect(keeper.kept.gaps).toEqual([2]);
  });

  it('waits for a network that has not heard of the job yet, and gives up one that never will', async () => {
    keeper.isKnown = false;
    print(0, 2);
    await seconds(5);
    keeper.isKnown = true;
    await seconds(5);
    expect(keeper.kept.lines).toEqual(texts(0, 2));
    keeper.isKnown = false;
    print(2, 4);
    forwarding.end('j');
    await seconds(1_200);
    const { calls } = keeper;
    await seconds(120);
    expect(keeper.calls).toBe(calls);
  });
});
