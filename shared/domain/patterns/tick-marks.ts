/** What a device did at the network's ticks, so that two devices can be compared tick by tick. */
import type { DeviceTrace, TimedProof } from './device-trace.ts';
import { medianOf, quantileOf } from './order-statistics.ts';
import { setOf, type TickSet } from './tick-set.ts';

export interface TickMarks {
  /** It answered. */
  readonly asked: TickSet;
  /** It answered more slowly than just before and after: the day's warmth and a long game cancel out. */
  readonly slower: TickSet;
  /** It took far longer than it can. */
  readonly slipped: TickSet;
  /** It answered shortly before and shortly after, so it could have been asked. */
  readonly present: TickSet;
  /** By how much it slipped, natural logarithm; 0 where it never did. */
  readonly slip: number;
}

export interface MarkedDevice extends Pick<DeviceTrace, 'deviceId' | 'accountId'> {
  readonly marks: TickMarks;
}

/** Of one device's ticks on each side. */
const neighbours = 3;
/** Of the network's ticks on each side: about half an hour. */
const nearTicks = 6;
/** ln 1.3: a shared GPU takes 1.8 times as long, honest noise stays below a tenth. */
const slipFrom = 0.26;
/** Of its times the one that it has all to itself, even where four in five are shared. */
const undisturbed = 0.1;

/** Every tick's place in time. A number alone does not tell: within an hour the ticks' order is drawn. */
const placesOfTicks = (traces: readonly DeviceTrace[]): Map<number, number> => {
  const firstAt = new Map<number, number>();
  for (const { proofs } of traces)
    for (const { tick, at } of proofs)
      if (tick !== null) firstAt.set(tick, Math.min(at, firstAt.get(tick) ?? Number.POSITIVE_INFINITY));
  const inOrder = [...firstAt].toSorted(([tickA, atA], [tickB, atB]) => atA - atB || tickA - tickB);
  return new Map(inOrder.map(([tick], place) => [tick, place]));
};

/** @returns places with one of `sorted` shortly before and one shortly after */
const nearBoth = (sorted: readonly number[], count: number): number[] => {
  const near: number[] = [];
  let next = 0;
  for (let place = 0; place < count; place += 1) {
    while (next < sorted.length && (sorted[next] as number) < place) next += 1;
    const isThere = sorted[next] === place;
    const before = sorted[next - 1] ?? Number.NEGATIVE_INFINITY;
    const after = sorted[isThere ? next + 1 : next] ?? Number.POSITIVE_INFINITY;
    if (place - before <= nearTicks && after - place <= nearTicks) near.push(place);
  }
  return near;
};

const isSlower = (proofs: readonly TimedProof[], index: number): boolean => {
  const around = [
    ...proofs.slice(Math.max(0, index - neighbours), index),
    ...proofs.slice(index + 1, index + 1 + neighbours),
  ];
  return around.length > 0 && (proofs[index]?.walk ?? 0) > medianOf(around.map(({ walk }) => walk));
};

const undisturbedOf = (times: readonly number[]): number => (times.length === 0 ? 0 : quantileOf(times, undisturbed));

const marksOf = ({ proofs }: Pick<DeviceTrace, 'proofs'>, places: ReadonlyMap<number, number>): TickMarks => {
  const count = places.size;
  const own = proofs.filter(({ tick }) => tick !== null && places.has(tick));
  const placeOf = ({ tick }: TimedProof): number => places.get(tick ?? -1) ?? -1;
  const walkBase = undisturbedOf(own.map(({ walk }) => walk));
  const fillBase = undisturbedOf(own.map(({ fill }) => fill));
  const slipOf = ({ walk, fill }: TimedProof): number => Math.max(walk - walkBase, fill - fillBase);
  const slipped = own.filter((proof) => slipOf(proof) >= slipFrom);
  const asked = own.map(placeOf);
  const inOrder = asked.toSorted((a, b) => a - b);
  return {
    asked: setOf(asked, count),
    slower: setOf(own.filter((_, index) => isSlower(own, index)).map(placeOf), count),
    slipped: setOf(slipped.map(placeOf), count),
    present: setOf(nearBoth(inOrder, count), count),
    slip: slipped.length === 0 ? 0 : medianOf(slipped.map(slipOf)),
  };
};

/** @returns the marks of each of these devices; only devices that were marked together can be compared */
export const markDevices = (traces: readonly DeviceTrace[]): ((trace: DeviceTrace) => MarkedDevice) => {
  const places = placesOfTicks(traces);
  const mark = (trace: DeviceTrace): MarkedDevice => ({
    deviceId: trace.deviceId,
    accountId: trace.accountId,
    marks: marksOf(trace, places),
  });
  const marked = new Map(traces.map((trace) => [trace, mark(trace)]));
  return (trace) => marked.get(trace) ?? mark(trace);
};
