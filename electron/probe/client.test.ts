import { describe, expect, it } from 'vitest';
import { done, measurement, setUpProbe, task } from '../../tests/fakes/still-children.ts';
import type { ProbeReport } from './messages.ts';

/** Lets every promise that can go on go on. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the child', () => {
  it('is started by the first call only, and serves the next one too', async () => {
    const { at, count, measure } = setUpProbe();
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
    const { at, measure, advance, sleeping, count } = setUpProbe();
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
    const { at, measure, probe, stop } = setUpProbe();
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
    const { at, probe, stop } = setUpProbe();
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
    const { at, measure } = setUpProbe();
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
    const { at, probe, stop, advance } = setUpProbe();
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
    const { at, measure, advance } = setUpProbe();
    const measured = measure();
    await advance(0);
    at(0).report({ kind: 'beat', bound: 'warm' });
    await advance(20_000);
    at(0).report(done);
    expect(await measured).toEqual(measurement);
  });

  it('times out when the child says that the device hangs', async () => {
    const { at, measure } = setUpProbe();
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
    const { at, measure, advance } = setUpProbe();
    const measured = measure();
    await settle();
    at(0).report({ kind: 'lost', detail: 'reset' });
    await advance(0);
    expect([at(0).killed, at(1).heard]).toEqual([true, [{ kind: 'measure', task }]]);
    at(1).report(done);
    expect(await measured).toEqual(measurement);
  });

  it('fails when the driver gives the device up again, within the same deadline', async () => {
    const { at, count, measure, advance } = setUpProbe();
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
    const { at, measure, advance } = setUpProbe();
    const late = expect(measure()).rejects.toMatchObject({ code: 'PROBE_TIMED_OUT', data: { deadlineMs: 30_000 } });
    for (let second = 0; second < 30; second += 1) {
      await advance(1000);
      at(0).report({ kind: 'progress', progress: 0.1 });
    }
    await late;
    expect(at(0).killed).toBe(true);
  });

  it('is cancelled at once and its child killed', async () => {
    const { at, measure, stop } = setUpProbe();
    const measured = expect(measure()).rejects.toMatchObject({ code: 'CANCELLED' });
    await settle();
    stop.abort();
    await measured;
    expect(at(0).killed).toBe(true);
  });

  it('is cancelled while it waits, without disturbing the one before it', async () => {
    const { at, count, measure, probe } = setUpProbe();
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
    const { at, measure, count } = setUpProbe();
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
      const { at, measure } = setUpProbe();
      const failed = expect(measure()).rejects.toMatchObject({ code: 'PROBE_FAILED' });
      await settle();
      at(0).report(report);
      await failed;
      expect(at(0).killed).toBe(true);
    },
  );

  it('is cancelled by closing, as are all later ones', async () => {
    const { measure, probe, at, count } = setUpProbe();
    const measured = expect(measure()).rejects.toMatchObject({ code: 'CANCELLED' });
    await settle();
    await probe.close();
    await measured;
    expect(at(0).killed).toBe(true);
    await expect(measure()).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(count()).toBe(1);
  });
});
