/**
 * Times that vary less than hardware does. A program that answers after a fixed delay is as even as the network between
 * it and us; a GPU warms up, clocks down and draws its owner's windows.
 */
import type { Anomaly } from './anomaly.ts';
import type { DeviceTrace, TimedProof } from './device-trace.ts';
import { findingOf, onScale } from './finding.ts';
import { innerSpreadOf, medianOf, spreadOf } from './order-statistics.ts';

/** Relative spread of both stages' times. */
export interface Evenness {
  readonly walk: number;
  readonly fill: number;
}

/** Servers with fixed clocks are even and honest: nobody is too even above this share of his model's usual spread. */
const usualShare = 0.25;
/** What is usual is believed within these: no crowd of even answerers makes evenness usual, no crowd of gamers odd. */
const evenBelow = { least: 0.0016, most: 0.008 } as const;
/** Where nobody knows what is usual for the model. */
const evenBelowUnknown = 0.002;
/** As even as can be is this many times evener than too even. */
const evenestTimes = 4;

/** Relative spread of one walk's dispatches. Waiting for a GPU alone varies by tens of microseconds in 100 ms. */
const dispatchesEvenBelow = 0.0003;
const dispatchesEvenest = 0.00003;
const leastDispatches = 8;

const leastProofs = 16;
const mostScore = 0.97;
/** The device wrote these figures itself: they open no review alone. */
const mostDispatchScore = 0.85;

/** Of the time itself or of the time for the work, whichever is evener: a fixed delay does not know the work. */
const evenerOf = (proofs: readonly TimedProof[], stage: 'walk' | 'fill'): number =>
  Math.min(
    innerSpreadOf(proofs.map((proof) => proof[stage])),
    innerSpreadOf(proofs.map((proof) => Math.log(stage === 'walk' ? proof.walkMs : proof.fillMs))),
  );

/** @returns null for fewer than 16 proofs, which may be even by chance */
export const evennessOf = ({ proofs }: Pick<DeviceTrace, 'proofs'>): Evenness | null =>
  proofs.length < leastProofs ? null : { walk: evenerOf(proofs, 'walk'), fill: evenerOf(proofs, 'fill') };

const dispatchSpreadOf = ({ records }: Pick<DeviceTrace, 'records'>): number | null => {
  const spreads = records.flatMap(({ telemetry }) => {
    const dispatchMs = telemetry?.dispatchMs ?? [];
    const middle = dispatchMs.length < leastDispatches ? 0 : medianOf(dispatchMs);
    return middle > 0 ? [spreadOf(dispatchMs) / middle] : [];
  });
  return spreads.length < leastProofs ? null : medianOf(spreads);
};

/** Equal ratios count the same. */
const onRatioScale = (value: number, from: number, to: number): number =>
  value <= 0 ? 1 : onScale(Math.log(value), Math.log(from), Math.log(to), 1);

/** A small sample looks evener than it is: the upper end of what its spread may be. */
const doubted = (spread: number, count: number): number => spread * (1 + 2 / Math.sqrt(count));

const oddnessOf = (spread: number, usual: number | null, count: number): number => {
  const from =
    usual === null ? evenBelowUnknown : Math.min(evenBelow.most, Math.max(evenBelow.least, usual * usualShare));
  return onRatioScale(doubted(spread, count), from, from / evenestTimes);
};

/** @param usual on devices of its model; null while too few are known */
export const constantResiduals = (
  trace: Pick<DeviceTrace, 'proofs' | 'records'>,
  usual: Evenness | null,
): Anomaly | null => {
  const own = evennessOf(trace);
  if (own === null) return null;
  const count = trace.proofs.length;
  const ofStages =
    (oddnessOf(own.walk, usual?.walk ?? null, count) + oddnessOf(own.fill, usual?.fill ?? null, count)) / 2;
  const dispatchSpread = dispatchSpreadOf(trace);
  const ofDispatches =
    dispatchSpread === null ? 0 : onRatioScale(dispatchSpread, dispatchesEvenBelow, dispatchesEvenest);
  return findingOf('constant_residuals', 1 - (1 - mostScore * ofStages) * (1 - mostDispatchScore * ofDispatches), {
    walkSpread: own.walk,
    fillSpread: own.fill,
    proofs: count,
    ...(usual === null ? {} : { usualWalkSpread: usual.walk, usualFillSpread: usual.fill }),
    ...(dispatchSpread === null ? {} : { dispatchSpread }),
  });
};
