import { describe, expect, it } from 'vitest';
import type { ProofSpec } from '../../shared/contract/network/proofs.ts';
import { specFor } from '../../shared/domain/proof/difficulty.ts';
import { createManualClock } from '../../tests/fakes/manual-clock.ts';
import { createProbe } from './client.ts';
import type { MeasureTask, ProbeReport, ProbeRequest } from './messages.ts';
import type { ProbeProcess } from './process.ts';

/** Lets every promise that can go on go on. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Children that do nothing by themselves and remember what was done to them. */
interface StillChild {
  heard: ProbeRequest[];
  killed: boolean;
  report: (report: ProbeReport | 'garbage') => void;
  exit: (code: number | null, signal: string | null) => void;
}

const nursery = () => {
  const children: StillChild[] = [];
  const child = (): ProbeProcess => {
    const messages = new Set<(message: unknown) => void>();
    const exits = new Set<(exit: { code: number | null; signal: string | null }) => void>();
    const heard: ProbeRequest[] = [];
    const own: StillChild = {
      heard,
      killed: false,
      report: (report) => {
        for (const listener of messages) listener(report);
      },
      exit: (code, signal) => {
        for (const listener of exits) listener({ code, signal });
      },
    };
    const process: ProbeProcess = {
      send: (message) => heard.push(message as ProbeRequest),
      onMessage: (listener) => {
        messages.add(listener);
        return () => messages.delete(listener);
      },
      onExit: (listener) => {
        exits.add(listener);
        return () => exits.delete(listener);
      },
      kill: () => {
        own.killed = true;
        queueMicrotask(() => own.exit(null, 'SIGKILL'));
      },
    };
    children.push(own);
    return process;
  };
  return {
    spawn: child,
    at: (index: number) => children[index] as StillChild,
    count: () => children.length,
  };
};

const setUp = () => {
  const { spawn, at, count } = nursery();
  const clock = createManualClock(0);
  const probe = createProbe({ spawn, clock });
  const stop = new AbortController();
  const measure = () => probe.measure(task, { signal: stop.signal, deadlineMs: 30_000 });
  return { probe, at, count, advance: clock.pass, sleeping: clock.sleeping, stop, measure };
};

const task: MeasureTask = { kind: 'fp32_throughput', adapterName: null, windows: 5, budgetMs: 5000, sustainMs: 0 };
const measurement = {
  verdict: 'passed',
  figure: {
    unit: 'GFLOPS',
    median: 9,
    p10: 8,
    p90: 10,
    best: 11,
    cv: 0.1,
    windows: 5,
    isBrief: true,
    sustained: null,
    throttleRatio: null,
  },
  coverage: null,
  detail: null,
} as const;
const done: ProbeReport = { kind: 'measurement', measurement };
const spec: ProofSpec = specFor({
  target: 'gpu',
  seed: '00'.repeat(32),
  coverBytes: 2 ** 20,
  maxShardBytes: 2 ** 20,
  rounds: 1,
  lanes: 64,
  steps: 4,
  expectedShares: 8,
});

describe('the child', () => {
  it('is started by the first call only, and serves the next one too', async () => {
    const { at, count, measure } = setUp();
    expect(count()).toBe(0);
    for (const _ of [1, 2]) {
      const measured = measure();
      await settle();
      at(0).report(done);
      expect(await measured).toEqual(measurement);
    }
    expect(count()).toBe(1);
    expect(at(0).heard).toEqual([
      { kind: 'measure', task },
      { kind: 'measure', task },
    ]);
  });

  it('is ended after ten idle seconds and leaves no timer behind', async () => {
    const { at, measure, advance, sleeping, count } = setUp();
    const measured = measure();
    await settle();
    at(0).report(done);
    await measured;
    await advance(9999);
    expect(at(0).killed).toBe(false);
    await advance(1);
    expect(at(0).killed).toBe(true);
    expect(sleeping()).toBe(0);
    measure().catch(() => {});
    await settle();
    expect(count()).toBe(2);
  });

  it('serves one call at a time', async () => {
    const { at, measure, probe, stop } = setUp();
    const first = measure();
    const second = probe.listAdapters(stop.signal);
    await settle();
    expect(at(0).heard).toHaveLength(1);
    at(0).report(done);
    await first;
    await settle();
    expect(at(0).heard[1]).toEqual({ kind: 'list_adapters' });
    at(0).report({ kind: 'adapters', adapters: [] });
    expect(await second).toEqual([]);
  });
});

describe('a call', () => {
  it('hears of progress', async () => {
    const { at, probe, stop } = setUp();
    const seen: number[] = [];
    const measured = probe.measure(task, {
      signal: stop.signal,
      deadlineMs: 1000,
      onProgress: (progress) => seen.push(progress),
    });
    await settle();
    at(0).report({ kind: 'progress', progress: 0.5 });
    at(0).report(done);
    await measured;
    at(0).report({ kind: 'progress', progress: 0.9 });
    expect(seen).toEqual([0.5]);
  });

  it('is lost with its child, and the next one has another', async () => {
    const { at, measure } = setUp();
    const lost = expect(measure()).rejects.toMatchObject({
      code: 'PROBE_LOST',
      data: { exitCode: null, signal: 'SIGSEGV' },
    });
    await settle();
    at(0).exit(null, 'SIGSEGV');
    await lost;
    const next = measure();
    await settle();
    at(1).report(done);
    expect(await next).toEqual(measurement);
  });

  it.each([
    ['cold', 20],
    ['warm', 4],
  ] as const)('times out when the child is silent, though it lives: %s after %d s', async (bound, seconds) => {
    const { at, probe, stop, advance } = setUp();
    const pass = async (count: number): Promise<void> => {
      for (let second = 0; second < count; second += 1) await advance(1000);
    };
    const measured = probe.measure(task, { signal: stop.signal, deadlineMs: 60_000 });
    const late = expect(measured).rejects.toMatchObject({
      code: 'PROBE_TIMED_OUT',
      data: { task: 'fp32_throughput', deadlineMs: seconds * 1000 },
    });
    await pass(19);
    at(0).report({ kind: 'beat', bound });
    await pass(seconds - 1);
    at(0).report({ kind: 'progress', progress: 0.1 });
    await pass(seconds - 1);
    expect(at(0).killed).toBe(false);
    await pass(1);
    await late;
    expect(at(0).killed).toBe(true);
  });

  it('counts a long sleep of the whole system as one second of silence', async () => {
    const { at, measure, advance } = setUp();
    const measured = measure();
    await advance(0);
    at(0).report({ kind: 'beat', bound: 'warm' });
    await advance(20_000);
    at(0).report(done);
    expect(await measured).toEqual(measurement);
  });

  it('times out when the child says that the device hangs', async () => {
    const { at, measure } = setUp();
    const late = expect(measure()).rejects.toMatchObject({
      code: 'PROBE_TIMED_OUT',
      data: { task: 'fp32_throughput', deadlineMs: 4000 },
    });
    await settle();
    at(0).report({ kind: 'hung', waitedMs: 4000 });
    await late;
    expect(at(0).killed).toBe(true);
  });

  it('is tried once more by a fresh child when the driver gave the device up', async () => {
    const { at, measure, advance } = setUp();
    const measured = measure();
    await settle();
    at(0).report({ kind: 'lost', detail: 'reset' });
    await advance(0);
    expect([at(0).killed, at(1).heard]).toEqual([true, [{ kind: 'measure', task }]]);
    at(1).report(done);
    expect(await measured).toEqual(measurement);
  });

  it('fails when the driver gives the device up again, within the same deadline', async () => {
    const { at, count, measure, advance } = setUp();
    const lost = expect(measure()).rejects.toMatchObject({
      code: 'PROBE_FAILED',
      data: { task: 'fp32_throughput', detail: 'reset again' },
    });
    await settle();
    at(0).report({ kind: 'lost', detail: 'reset' });
    await advance(0);
    at(1).report({ kind: 'lost', detail: 'reset again' });
    await lost;
    expect(count()).toBe(2);

    const late = expect(measure()).rejects.toMatchObject({ code: 'PROBE_TIMED_OUT', data: { deadlineMs: 12_000 } });
    await advance(18_000);
    at(2).report({ kind: 'lost', detail: 'reset' });
    await advance(0);
    for (let second = 0; second < 12; second += 1) {
      at(3).report({ kind: 'beat', bound: 'warm' });
      await advance(1000);
    }
    await late;
  });

  it('times out at its deadline however much is reported', async () => {
    const { at, measure, advance } = setUp();
    const late = expect(measure()).rejects.toMatchObject({ code: 'PROBE_TIMED_OUT', data: { deadlineMs: 30_000 } });
    for (let second = 0; second < 30; second += 1) {
      await advance(1000);
      at(0).report({ kind: 'progress', progress: 0.1 });
    }
    await late;
    expect(at(0).killed).toBe(true);
  });

  it('is cancelled at once and its child killed', async () => {
    const { at, measure, stop } = setUp();
    const measured = expect(measure()).rejects.toMatchObject({ code: 'CANCELLED' });
    await settle();
    stop.abort();
    await measured;
    expect(at(0).killed).toBe(true);
  });

  it('is cancelled while it waits, without disturbing the one before it', async () => {
    const { at, count, measure, probe } = setUp();
    const first = measure();
    const stopSecond = new AbortController();
    const second = expect(probe.listAdapters(stopSecond.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
    const third = measure();
    await settle();
    stopSecond.abort();
    await second;
    expect([at(0).killed, at(0).heard.length]).toEqual([false, 1]);
    at(0).report(done);
    expect(await first).toEqual(measurement);
    await settle();
    at(0).report(done);
    expect(await third).toEqual(measurement);
    expect(count()).toBe(1);
  });

  it('fails with what the child says, and the next one has another child', async () => {
    const { at, measure, count } = setUp();
    const failed = expect(measure()).rejects.toMatchObject({
      code: 'PROBE_FAILED',
      data: { task: 'fp32_throughput', detail: 'no adapter' },
    });
    await settle();
    at(0).report({ kind: 'failed', detail: 'no adapter' });
    await failed;
    measure().catch(() => {});
    await settle();
    expect(count()).toBe(2);
  });

  it.each([['garbage'], [{ kind: 'adapters', adapters: [] }]] as ['garbage' | ProbeReport][])(
    'fails on a report out of place: %j',
    async (report) => {
      const { at, measure } = setUp();
      const failed = expect(measure()).rejects.toMatchObject({ code: 'PROBE_FAILED' });
      await settle();
      at(0).report(report);
      await failed;
      expect(at(0).killed).toBe(true);
    },
  );

  it('is cancelled by closing, as are all later ones', async () => {
    const { measure, probe, at, count } = setUp();
    const measured = expect(measure()).rejects.toMatchObject({ code: 'CANCELLED' });
    await settle();
    await probe.close();
    await measured;
    expect(at(0).killed).toBe(true);
    await expect(measure()).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(count()).toBe(1);
  });
});

describe('a proof', () => {
  it('commits, hands on the nonce and returns the walk', async () => {
    const { at, probe, stop, advance } = setUp();
    let commit = (_nonce: string): void => {};
    const fills: unknown[] = [];
    const proving = probe.prove(spec, 'card', {
      signal: stop.signal,
      deadlineMs: 120_000,
      onCommit: (shares) => {
        fills.push(shares);
        return new Promise((resolve) => {
          commit = resolve;
        });
      },
    });
    await settle();
    expect(at(0).heard).toEqual([{ kind: 'prove', spec, adapterName: 'card' }]);
    at(0).report({ kind: 'filled', shares: [{ shard: 0, item: 1, word: 2 }] });
    for (let second = 0; second < 60; second += 1) {
      at(0).report({ kind: 'beat', bound: 'warm' });
      await advance(1000);
    }
    expect(at(0).killed).toBe(false);
    commit('ab'.repeat(16));
    await settle();
    expect(at(0).heard[1]).toEqual({ kind: 'nonce', nonce: 'ab'.repeat(16) });
    const proof = {
      shares: [{ lane: 3, digest: [1, 2, 3, 4] as [number, number, number, number] }],
      dispatchMs: [7],
      subgroupSize: 32,
      adapterHash: null,
    };
    at(0).report({ kind: 'walked', ...proof });
    expect(await proving).toEqual(proof);
    expect(fills).toEqual([[{ shard: 0, item: 1, word: 2 }]]);
  });

  it('says how much memory was had when it is not enough', async () => {
    const { at, probe, stop } = setUp();
    const short = { heldBytes: 2 ** 20, neededBytes: 2 ** 30 };
    const proving = expect(
      probe.prove(spec, null, { signal: stop.signal, deadlineMs: 120_000, onCommit: async () => '' }),
    ).rejects.toMatchObject({ code: 'VRAM_SHORT', data: short });
    await settle();
    at(0).report({ kind: 'short', ...short });
    await proving;
  });

  it('ends with the error of the commitment', async () => {
    const { at, probe, stop } = setUp();
    const proving = expect(
      probe.prove(spec, null, {
        signal: stop.signal,
        deadlineMs: 1000,
        onCommit: async () => Promise.reject(new Error('late')),
      }),
    ).rejects.toThrow('late');
    await settle();
    at(0).report({ kind: 'filled', shares: [] });
    await proving;
    expect(at(0).killed).toBe(true);
  });
});
