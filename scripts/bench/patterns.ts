/**
 * How well the patterns of proofs tell cheats from honest devices, on simulated fleets. Plain figures; it prints
 * nothing, and the same seeds give the same figures.
 */
import { scoreDevices } from '../../shared/domain/patterns/score-devices.ts';
import { aucOf } from '../../tests/fakes/patterns/area-under-curve.ts';
import { type CheatKind, cheatKinds, type Prover } from '../../tests/fakes/patterns/provers.ts';
import { type FleetPlan, simulateFleet } from '../../tests/fakes/patterns/simulated-fleet.ts';

export interface PatternFigure {
  readonly name: CheatKind;
  /** Of records. */
  readonly days: number;
  /** The chance that such a cheat scores above an honest device. */
  readonly auc: number;
  readonly devices: number;
  /** Share of them at which somebody would look. */
  readonly reviewedShare: number;
  /** The honest ones beside them. */
  readonly honestDevices: number;
  readonly honestReviewedShare: number;
}

export interface HonestFigure {
  readonly deviceWeeks: number;
  /** Of them, those at which somebody would look. */
  readonly reviewed: number;
  readonly highestScore: number;
}

/** As the network opens a review. */
const reviewFrom = 0.9;

const isReviewed = (score: number): boolean => score >= reviewFrom;
const shareReviewed = (scores: readonly number[]): number => scores.filter(isReviewed).length / scores.length;

const scoresByKind = (plan: FleetPlan): Map<Prover['kind'], number[]> => {
  const { records, kindOf } = simulateFleet(plan);
  const byKind = Map.groupBy(scoreDevices(records), ({ deviceId }) => kindOf.get(deviceId) ?? 'honest');
  return new Map([...byKind].map(([kind, scored]) => [kind, scored.map(({ score }) => score)]));
};

/** Few cheats among many honest devices, all in one fleet. */
const mixedFleet = {
  honestAccounts: 120,
  cheats: { shared_gpu: 6, fixed_delay: 8, lane_skipper: 8, cloned_fingerprint: 3, wrong_subgroup: 8 },
};

/** @returns a row for each way of cheating after two days, and after the week that the network looks at */
export const patternFigures = (): PatternFigure[] =>
  [2, 7].flatMap((days) => {
    const scores = scoresByKind({ seed: 100 + days, days, ...mixedFleet });
    const honest = scores.get('honest') ?? [];
    return cheatKinds.map((name) => {
      const odd = scores.get(name) ?? [];
      return {
        name,
        days,
        auc: aucOf(odd, honest),
        devices: odd.length,
        reviewedShare: shareReviewed(odd),
        honestDevices: honest.length,
        honestReviewedShare: shareReviewed(honest),
      };
    });
  });

/**
 * Weeks of honest fleets, one after another.
 *
 * @param proofsPerHour one, as in short hours, is the hardest: the less is known of a device the more looks odd
 */
export const honestFigure = (fleets = 6, proofsPerHour = 1): HonestFigure => {
  const scores = Array.from({ length: fleets }, (_, index) => {
    const plan = { seed: 1_000 + index, days: 7, honestAccounts: 160, proofsPerHour };
    return scoresByKind(plan).get('honest') ?? [];
  }).flat();
  return {
    deviceWeeks: scores.length,
    reviewed: scores.filter(isReviewed).length,
    highestScore: Math.max(...scores),
  };
};
