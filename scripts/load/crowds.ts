/** Crowds in several processes, as one: so that whoever measures is not what the figures are of. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Beaten, Crowd, Timed } from './crowd.ts';
import type { CrowdAnswer, CrowdCall } from './crowd-process.ts';
import { createTimes, type Latency } from './latency.ts';

export interface BeatFigures {
  readonly perSecond: number;
  readonly took: Latency;
  readonly lost: number;
}

export interface TimedFigures {
  readonly took: Latency;
  /** Until the last was done. */
  readonly allMs: number;
  readonly failed: number;
}

export interface Crowds {
  make(urls: readonly string[], count: number): Promise<string[]>;
  register(urls: readonly string[], count: number): Promise<TimedFigures>;
  connect(atOnce: number): Promise<TimedFigures>;
  disconnect(): Promise<void>;
  beatSteadily(seconds: number, everyMs: number): Promise<BeatFigures>;
  beatAtRate(seconds: number, perSecond: number): Promise<BeatFigures>;
  beatHard(seconds: number, devices: number): Promise<BeatFigures>;
  report(each: number, devices: number): Promise<TimedFigures & { readonly acknowledged: number }>;
  prove(devices: number, withinMs: number): Promise<TimedFigures & { readonly passed: number }>;
  end(): Promise<void>;
}

const program = join(import.meta.dirname, 'crowd-process.ts');

type Ask = <Verb extends keyof Crowd>(
  verb: Verb,
  ...words: Parameters<Crowd[Verb]>
) => Promise<Awaited<ReturnType<Crowd[Verb]>>>;

const asker =
  (child: ChildProcess): Ask =>
  (verb, ...words) =>
    new Promise((resolve, reject) => {
      const gone = (code: number | null): void => reject(new Error(`a crowd ended with ${code}`));
      child.once('exit', gone);
      child.once('message', (answer: CrowdAnswer) => {
        child.off('exit', gone);
        if (answer.kind === 'done') resolve(answer.value as never);
        else reject(new Error(answer.why));
      });
      const call: CrowdCall = { verb, words };
      child.send(call);
    });

/** Whole parts of a number, as even as they come. */
const dealt = (count: number, hands: number): number[] =>
  Array.from(
    { length: hands },
    (_, hand) => Math.floor(((hand + 1) * count) / hands) - Math.floor((hand * count) / hands),
  );

const joined = (parts: readonly Timed[]): TimedFigures => {
  const times = createTimes();
  for (const part of parts) times.merge(part.times);
  return {
    took: times.latency(),
    allMs: Math.max(...parts.map(({ allMs }) => allMs)),
    failed: parts.reduce((sum, { failed }) => sum + failed, 0),
  };
};

const beaten = (parts: readonly Beaten[], ms: number): BeatFigures => {
  const times = createTimes();
  for (const part of parts) times.merge(part.times);
  const took = times.latency();
  return { perSecond: took.count / (ms / 1_000), took, lost: parts.reduce((sum, { lost }) => sum + lost, 0) };
};

/** @param processes  of the crowd */
export const startCrowds = (processes: number): Crowds => {
  const children = Array.from({ length: processes }, () =>
    fork(program, { execArgv: ['--disable-warning=ExperimentalWarning'] }),
  );
  const asks = children.map(asker);
  /** Every process does its part at the same time. */
  const all = <Value>(act: (ask: Ask, place: number) => Promise<Value>): Promise<Value[]> => Promise.all(asks.map(act));
  const beat = async (act: (ask: Ask, place: number) => Promise<Beaten>): Promise<BeatFigures> => {
    const beganAt = performance.now();
    return beaten(await all(act), performance.now() - beganAt);
  };
  return {
    make: async (urls, count) => {
      const counts = dealt(count, processes);
      return (await all((ask, place) => ask('make', urls, counts[place] ?? 0))).flat();
    },
    register: async (urls, count) => {
      const counts = dealt(count, processes);
      return joined(await all((ask, place) => ask('register', urls, counts[place] ?? 0)));
    },
    connect: async (atOnce) => joined(await all((ask) => ask('connect', Math.ceil(atOnce / processes)))),
    disconnect: async () => void (await all((ask) => ask('disconnect'))),
    beatSteadily: (seconds, everyMs) => beat((ask) => ask('beatSteadily', seconds, everyMs)),
    beatAtRate: (seconds, perSecond) => beat((ask) => ask('beatAtRate', seconds, perSecond / processes)),
    beatHard: (seconds, devices) => beat((ask) => ask('beatHard', seconds, Math.ceil(devices / processes))),
    report: async (each, devices) => {
      const counts = dealt(devices, processes);
      const parts = await all((ask, place) => ask('report', each, counts[place] ?? 0));
      return { ...joined(parts), acknowledged: parts.reduce((sum, { acknowledged }) => sum + acknowledged, 0) };
    },
    prove: async (devices, withinMs) => {
      const counts = dealt(devices, processes);
      const parts = await all((ask, place) => ask('prove', counts[place] ?? 0, withinMs));
      return { ...joined(parts), passed: parts.reduce((sum, { passed }) => sum + passed, 0) };
    },
    end: async () => {
      const ended = children.map((child) => new Promise((resolve) => child.once('exit', resolve)));
      for (const child of children) child.disconnect();
      await Promise.all(ended);
    },
  };
};
