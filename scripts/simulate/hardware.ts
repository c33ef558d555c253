/**
 * Which cards people have. Nobody publishes how many of each class there are, so a class is taken to be as common as its
 * weight is small; that is an assumption, and decides how much the enterprise pool pays a card.
 */
import { publishedClasses, type RewardClass } from '../../shared/domain/rewards/classes.ts';
import type { Way } from './habits.ts';
import type { Random } from './random.ts';

type Weighted<Item> = readonly (readonly [Item, number])[];

const commonness = 1_000_000;

const byCommonness = (classes: readonly RewardClass[]): Weighted<RewardClass> =>
  classes.map((each) => [each, Math.floor(commonness / each.weightMilli)]);

/** What stands in a café. */
const gamingClasses = ['rtx-3060', 'rtx-3060-ti', 'rtx-3070', 'rtx-3080', 'rtx-4060', 'rtx-4060-ti', 'rtx-4070'];

const heavyFromMilli = 2_000;
const inServers: Weighted<number> = [
  [8, 50],
  [4, 25],
  [1, 25],
];
const inRigs: Weighted<number> = [
  [1, 60],
  [2, 20],
  [4, 15],
  [8, 5],
];
const inPcs: Weighted<number> = [
  [1, 85],
  [2, 15],
];
const toSplit: Weighted<number> = [
  [4, 60],
  [8, 40],
];

const cardsOf = ({ pool, weightMilli }: RewardClass, way: Way): Weighted<number> => {
  if (way === 'split') return toSplit;
  if (pool === 'community') return inPcs;
  return weightMilli >= heavyFromMilli ? inServers : inRigs;
};

export interface Hardware {
  /** @param renamed  classes of which a spoofer's card may be */
  ofMachine(way: Way, machine: number): { className: string; cards: number };
  /** One class for all seats of a café. */
  ofCafe(operator: number): { className: string; cards: number };
}

/** @param spoofable  names of the classes whose cards pass under a better name */
export const createHardware = (random: Random, spoofable: ReadonlySet<string>): Hardware => {
  const all = byCommonness(publishedClasses);
  const ofSpoofers = byCommonness(publishedClasses.filter(({ name }) => spoofable.has(name)));
  const ofCafes = byCommonness(publishedClasses.filter(({ name }) => gamingClasses.includes(name)));
  return {
    ofMachine: (way, machine) => {
      const isSpoofer = way === 'spoofer' || way === 'reporters';
      const chosen = random.pick(isSpoofer ? ofSpoofers : all, 'class', machine);
      return { className: chosen.name, cards: random.pick(cardsOf(chosen, way), 'cards', machine) };
    },
    ofCafe: (operator) => ({ className: random.pick(ofCafes, 'class', operator).name, cards: 1 }),
  };
};
