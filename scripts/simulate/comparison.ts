/**
 * The same people and machines with the same luck, without one habit: what compounding, cheating and colluding change.
 * Draws depend on who is asked and when, so what differs between two runs is the habit and what follows from it.
 */
import type { Economy } from './economy.ts';
import { type ConcentrationFigure, rewardConcentration, stakeConcentration } from './figures.ts';
import type { Way } from './habits.ts';
import { incomeByWay } from './income.ts';
import { type Allowed, allAllowed } from './options.ts';
import type { Names } from './population.ts';
import type { Run, runEconomy } from './run-economy.ts';

export interface HabitFigure {
  readonly way: Way;
  /** Base units as text. */
  readonly net: string;
  /** What the same operators made without the habit. */
  readonly netWithout: string;
  /** The one over the other, in bps; null when they made nothing without it. */
  readonly bps: number | null;
}

export interface Comparisons {
  readonly compounding: {
    readonly rewards: { readonly with: ConcentrationFigure; readonly without: ConcentrationFigure };
    readonly stakes: { readonly with: ConcentrationFigure; readonly without: ConcentrationFigure };
  };
  /** Cheats, and honest owners beside them. */
  readonly cheating: readonly HabitFigure[];
  readonly colluding: readonly HabitFigure[];
}

const habitFigures = (economy: Economy, other: Economy, ways: readonly Way[]): HabitFigure[] => {
  const netIn = (each: Economy): Map<Way, bigint> => new Map(incomeByWay(each).map(({ way, net }) => [way, net]));
  const [nets, netsWithout] = [netIn(economy), netIn(other)];
  return ways.flatMap((way): HabitFigure[] => {
    const [net, netWithout] = [nets.get(way), netsWithout.get(way)];
    if (net === undefined || netWithout === undefined) return [];
    const bps = netWithout <= 0n ? null : Number((10_000n * net) / netWithout);
    return [{ way, net: net.toString(), netWithout: netWithout.toString(), bps }];
  });
};

/** Runs the economy again, three times. */
export const compare = ({ economy }: Run, names: Names, run: typeof runEconomy): Comparisons => {
  const without = (habit: keyof Allowed): Economy =>
    run({ ...economy.options, allowed: { ...allAllowed, [habit]: false } }, names).economy;
  const plain = without('compounding');
  return {
    compounding: {
      rewards: { with: rewardConcentration(economy), without: rewardConcentration(plain) },
      stakes: { with: stakeConcentration(economy), without: stakeConcentration(plain) },
    },
    cheating: habitFigures(economy, without('cheating'), ['spoofer', 'hopeful', 'reporters', 'honest']),
    colluding: habitFigures(economy, without('colluding'), ['ring', 'split', 'reporters', 'honest']),
  };
};
