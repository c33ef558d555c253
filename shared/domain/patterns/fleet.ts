/** The devices of each model, and what is usual among them: every account has one voice, however many its devices. */
import { ratioOf } from './behaviour.ts';
import { type Evenness, evennessOf } from './constant-residuals.ts';
import type { DeviceTrace } from './device-trace.ts';
import { slipOf } from './drift.ts';
import { medianOf } from './order-statistics.ts';

export interface Usual {
  /** null while too few accounts have the model. */
  readonly evenness: Evenness | null;
  readonly ratios: readonly number[];
  readonly slips: readonly number[];
}

export interface Fleet {
  /** Devices of its models, of other accounts. */
  peersOf(trace: DeviceTrace): DeviceTrace[];
  /** Devices of other models and accounts, some dozens at most. */
  witnessesOf(trace: DeviceTrace): DeviceTrace[];
  usualOf(trace: DeviceTrace): Usual;
}

/** Accounts that show what is usual for a model. */
const leastVoices = 8;
/** Enough to see what is common to all, however large the network. */
const mostWitnesses = 31;

const nothingUsual: Usual = { evenness: null, ratios: [], slips: [] };

/** Evenly from the whole list. */
const someOf = <T>(list: readonly T[], most: number): T[] => {
  const every = Math.max(1, list.length / most);
  return list.filter((_, index) => Math.floor(index / every) !== Math.floor((index - 1) / every));
};

const voicesOf = (traces: readonly DeviceTrace[], figureOf: (trace: DeviceTrace) => number | null): number[] => {
  const voices = [...Map.groupBy(traces, ({ accountId }) => accountId).values()].flatMap((own) => {
    const figures = own.flatMap((trace) => figureOf(trace) ?? []);
    return figures.length === 0 ? [] : [medianOf(figures)];
  });
  return voices.length < leastVoices ? [] : voices;
};

const usualAmong = (traces: readonly DeviceTrace[]): Usual => {
  const walk = voicesOf(traces, (trace) => evennessOf(trace)?.walk ?? null);
  const fill = voicesOf(traces, (trace) => evennessOf(trace)?.fill ?? null);
  return {
    evenness: walk.length === 0 ? null : { walk: medianOf(walk), fill: medianOf(fill) },
    ratios: voicesOf(traces, ratioOf),
    slips: voicesOf(traces, (trace) => slipOf(trace)?.slip ?? null),
  };
};

/** @param traces every device; one with cards of two models is a peer in both, and has no say in what is usual */
export const createFleet = (traces: readonly DeviceTrace[]): Fleet => {
  const ofModel = new Map<string, { members: DeviceTrace[]; witnesses: DeviceTrace[]; usual: Usual }>();
  for (const model of new Set(traces.flatMap(({ models }) => models))) {
    const members = traces.filter(({ models }) => models.includes(model));
    const others = traces.filter(({ models }) => !models.includes(model));
    ofModel.set(model, {
      members,
      witnesses: someOf(others, mostWitnesses),
      usual: usualAmong(members.filter(({ models }) => models.length === 1)),
    });
  }
  return {
    peersOf: ({ models, accountId }) =>
      [...new Set(models.flatMap((model) => ofModel.get(model)?.members ?? []))].filter(
        (other) => other.accountId !== accountId,
      ),
    witnessesOf: ({ models, accountId }) =>
      (ofModel.get(models[0] ?? '')?.witnesses ?? []).filter((other) => other.accountId !== accountId),
    usualOf: ({ models }) => (models.length === 1 ? ofModel.get(models[0] ?? '')?.usual : undefined) ?? nothingUsual,
  };
};
