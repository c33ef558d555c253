import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Heartbeat, startHeartbeat } from './heartbeat.ts';
import type { ProbeReport } from './messages.ts';

const never = (): Promise<void> => new Promise(() => {});

describe('the heartbeat', () => {
  let sent: ProbeReport[];
  let heartbeat: Heartbeat;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    sent = [];
    heartbeat = startHeartbeat('warm', (report) => sent.push(report));
  });
  afterEach(() => {
    heartbeat.stop();
    vi.restoreAllMocks();
    vi.useRealTimers();
  });
  const beats = (bound: string, count: number): unknown[] => Array(count).fill({ kind: 'beat', bound });

  it('beats at once and then every second', () => {
    vi.advanceTimersByTime(5000);
    expect(sent).toEqual(beats('warm', 6));
  });

  it('says beforehand that what follows may take long, and afterwards that it is over', async () => {
    const worked = heartbeat.watch('cold', async () => {
      expect(sent).toEqual([...beats('warm', 1), ...beats('cold', 1)]);
      return 7;
    });
    expect(await worked).toBe(7);
    expect(sent.slice(2)).toEqual(beats('warm', 1));
  });

  it('says so after work that failed too, and hands its failure on', async () => {
    const failing = heartbeat.watch('cold', () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(sent.at(-1)).toEqual({ kind: 'beat', bound: 'warm' });
  });

  it.each([
    ['warm', 4000],
    ['cold', 20_000],
  ] as const)('reports a %s wait of more than %d ms once, and beats on', (bound, waitedMs) => {
    void heartbeat.watch(bound, never);
    vi.advanceTimersByTime(waitedMs - 1);
    expect(sent.filter(({ kind }) => kind === 'hung')).toEqual([]);
    vi.advanceTimersByTime(60_000);
    expect(sent.filter(({ kind }) => kind === 'hung')).toEqual([{ kind: 'hung', waitedMs }]);
    expect(sent.at(-1)).toEqual({ kind: 'beat', bound });
  });

  it('counts each wait for itself', async () => {
    for (let wait = 0; wait < 10; wait += 1) {
      await heartbeat.watch('warm', async () => {
        vi.advanceTimersByTime(1000);
      });
    }
    expect(sent.filter(({ kind }) => kind === 'hung')).toEqual([]);
  });

  it('does not count the time in which it did not run', () => {
    void heartbeat.watch('warm', never);
    const awakeAt = performance.now() + 60_000;
    vi.spyOn(performance, 'now').mockReturnValue(awakeAt);
    vi.advanceTimersByTime(3000);
    expect(sent.filter(({ kind }) => kind === 'hung')).toEqual([]);
  });

  it('ends when it is told to', () => {
    heartbeat.stop();
    vi.advanceTimersByTime(5000);
    expect(sent).toEqual(beats('warm', 1));
  });
});
