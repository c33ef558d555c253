/** Children of a probe that do nothing by themselves and remember what was done to them. */
import { createProbe } from '../../electron/probe/client.ts';
import type { MeasureTask, ProbeReport, ProbeRequest } from '../../electron/probe/messages.ts';
import type { ProbeProcess } from '../../electron/probe/process.ts';
import { createManualClock } from './manual-clock.ts';

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

export const setUpProbe = () => {
  const { spawn, at, count } = nursery();
  const clock = createManualClock(0);
  const probe = createProbe({ spawn, clock });
  const stop = new AbortController();
  const measure = () => probe.measure(task, { signal: stop.signal, deadlineMs: 30_000 });
  return { probe, at, count, advance: clock.pass, sleeping: clock.sleeping, stop, measure };
};

export const task: MeasureTask = {
  kind: 'fp32_throughput',
  adapterName: null,
  windows: 5,
  budgetMs: 5000,
  sustainMs: 0,
};
export const measurement = {
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
export const done: ProbeReport = { kind: 'measurement', measurement };
