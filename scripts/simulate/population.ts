/** Deals machines out to operators: who there is at the start, with what, and under how many accounts. */
import { classNamed, publishedClasses } from '../../shared/domain/rewards/classes.ts';
import { type BetterName, betterNamesByClass, hopelessNames } from './better-name.ts';
import { dayHours } from './calendar.ts';
import {
  cafeSeats,
  complianceOf,
  compoundsPerMillion,
  linksOf,
  machinesPerRenter,
  proofTimePercent,
  type Way,
} from './habits.ts';
import { createHardware, type Hardware } from './hardware.ts';
import { createMachine, type Machine } from './machine.ts';
import { emptyTally, type Operator, openAccount, type Population } from './operator.ts';
import { type EconomyOptions, mixed } from './options.ts';
import type { Random } from './random.ts';

const populationOf: Readonly<Record<Way, Population>> = {
  honest: 'honest',
  lazy: 'lazy',
  spoofer: 'cheating',
  hopeful: 'cheating',
  ring: 'colluding',
  split: 'colluding',
  reporters: 'colluding',
  cafe: 'cafe',
  supporter: 'supporter',
};

/** Machines and accounts of one operator of each kind. A split machine has an account for each card. */
const groupOf = (way: Way): { machines: number; accounts: number } => {
  if (way === 'ring' || way === 'reporters') return { machines: 4, accounts: 4 };
  if (way === 'split') return { machines: 1, accounts: 8 };
  if (way === 'cafe') return { machines: cafeSeats, accounts: 1 };
  return { machines: 1, accounts: 1 };
};

/** Ways of a population, dealt in turn. */
const waysOf: Readonly<Record<(typeof mixed)[number], readonly Way[]>> = {
  honest: ['honest'],
  lazy: ['lazy'],
  cheating: ['spoofer', 'spoofer', 'hopeful'],
  colluding: ['ring', 'split', 'reporters', 'split', 'split'],
  cafe: ['cafe'],
};

export interface Names {
  /** Names that a spoofer of the class chooses among. */
  better: ReadonlyMap<string, readonly BetterName[]>;
  hopeless(className: string): readonly BetterName[];
}

export const createNames = (): Names => ({
  better: betterNamesByClass(),
  hopeless: (className) => hopelessNames(classNamed(className, publishedClasses)),
});

export interface Cast {
  readonly operators: Operator[];
  readonly machines: Machine[];
  readonly supporters: readonly Operator[];
  readonly renterIds: readonly string[];
  /** One more machine of an operator, like its first. @param nth  1 for the first that is added */
  addMachine(operator: Operator, nth: number, joinsAt: number): Machine;
}

/** Numbers of machines that are added lie above all that are dealt. */
const addedFrom = 1_000_000;
const addedApart = 8;

/** @param random  must be the same for economies that are compared */
export const createPopulation = (options: EconomyOptions, random: Random, names: Names): Cast => {
  const operators: Operator[] = [];
  const machines: Machine[] = [];
  const hardware = createHardware(random, new Set(names.better.keys()));

  const open = (way: Way): Operator => {
    const operator: Operator = {
      number: operators.length,
      population: populationOf[way],
      way,
      accounts: [],
      machines: [],
      tally: emptyTally(),
    };
    operators.push(operator);
    for (let nth = 0; nth < groupOf(way).accounts; nth += 1)
      openAccount(operator, {
        compliance: random.pick(complianceOf(way), 'compliance', operator.number),
        compounds:
          options.allowed.compounding && random.happens(compoundsPerMillion(way), 'compounds', operator.number),
      });
    return operator;
  };

  const place = (
    operator: Operator,
    number: number,
    accountIndex: number,
    own: ReturnType<Hardware['ofCafe']>,
    joins: Pick<Machine, 'joinsAt' | 'isAdded'>,
  ): Machine => {
    const { way } = operator;
    const machine = createMachine({
      number,
      operator,
      accountIndex,
      ...own,
      link: random.pick(linksOf(way), 'link', way === 'cafe' ? operator.number : number),
      proofPercent: random.between(...proofTimePercent(way), 'speed', number),
      ...joins,
    });
    operator.machines.push(machine);
    machines.push(machine);
    return machine;
  };

  const deal = (population: (typeof mixed)[number], count: number): void => {
    const kinds = waysOf[population];
    let left = count;
    for (let turn = 0; left > 0; turn += 1) {
      const operator = open(kinds[turn % kinds.length] as Way);
      const { machines: most, accounts } = groupOf(operator.way);
      for (let nth = 0; nth < most && left > 0; nth += 1, left -= 1) {
        const number = machines.length;
        const own =
          operator.way === 'cafe' ? hardware.ofCafe(operator.number) : hardware.ofMachine(operator.way, number);
        place(operator, number, nth % accounts, own, {
          joinsAt: random.below(dayHours, 'joins', number),
          isAdded: false,
        });
      }
    }
  };

  let dealt = 0;
  let percent = 0;
  for (const population of mixed) {
    percent += options.mix[population];
    const upTo = Math.floor((options.machines * percent) / 100);
    deal(population, upTo - dealt);
    dealt = upTo;
  }
  const supporters = Array.from({ length: Math.floor((options.machines * options.supporters) / 100) }, () =>
    open('supporter'),
  );
  const renters = Math.ceil(options.machines / machinesPerRenter);
  return {
    operators,
    machines,
    supporters,
    renterIds: Array.from({ length: renters }, (_, nth) => `r${String(nth).padStart(4, '0')}`),
    addMachine: (operator, nth, joinsAt) => {
      const [like] = operator.machines;
      if (like === undefined) throw new RangeError(`operator ${operator.number} has no machine to add one like`);
      const number = addedFrom + operator.number * addedApart + nth;
      return place(operator, number, 0, { className: like.className, cards: like.cards }, { joinsAt, isAdded: true });
    },
  };
};
