/** What people made of it: income by way of behaving, by class of card, and beside honest owners of the same cards. */
import { publishedClasses } from '../../shared/domain/rewards/classes.ts';
import { dayHours } from './calendar.ts';
import { type Spread, spreadOf } from './concentration.ts';
import { countedFrom } from './counting.ts';
import type { Economy } from './economy.ts';
import { type Way, ways } from './habits.ts';
import type { Machine } from './machine.ts';
import { netOf, type Operator, type Tally } from './operator.ts';

/** Hours in which a machine was at its owner's disposal: a cheat's also while it hides. */
const ownedHours = (economy: Economy, machine: Machine): number =>
  machine.operator.population === 'cheating' || machine.operator.way === 'reporters'
    ? Math.max(0, economy.hour - Math.max(machine.joinsAt, countedFrom(economy.options.hours)))
    : machine.hours;

const perDay = (amount: bigint, hours: number): bigint => (amount * BigInt(dayHours)) / BigInt(hours);

const hoursOf = (economy: Economy, { machines }: Operator): number =>
  machines.reduce((sum, machine) => sum + ownedHours(economy, machine), 0);

export interface WayIncome {
  readonly way: Way;
  readonly operators: number;
  readonly machines: number;
  readonly registrations: number;
  readonly total: Tally;
  readonly net: bigint;
  /** Net of a machine's day, one voice an operator; of a supporter's day where there is no machine. */
  readonly perDay: Spread | null;
  /** Net over what honest machines of the same classes made in the same hours, in bps; null without such machines. */
  readonly besideHonestBps: number | null;
}

const addUp = (operators: readonly Operator[]): Tally => {
  const total = { rewards: 0n, jobs: 0n, bounties: 0n, taken: 0n };
  for (const { tally } of operators) {
    total.rewards += tally.rewards;
    total.jobs += tally.jobs;
    total.bounties += tally.bounties;
    total.taken += tally.taken;
  }
  return total;
};

/** Net of honest machines and their card-hours, by class. */
const honestByClass = ({ operators }: Economy): ReadonlyMap<string, { net: bigint; cardHours: number }> => {
  const sums = new Map<string, { net: bigint; cardHours: number }>();
  for (const { way, machines } of operators) {
    if (way !== 'honest') continue;
    for (const { className, cards, hours, gross, taken } of machines) {
      const sum = sums.get(className) ?? { net: 0n, cardHours: 0 };
      sums.set(className, { net: sum.net + gross - taken, cardHours: sum.cardHours + cards * hours });
    }
  }
  return sums;
};

/** What supporters were paid is no loss of the machine here, as little as in the honest figure beside it. */
const besideHonest = (
  economy: Economy,
  operators: readonly Operator[],
  honest: ReturnType<typeof honestByClass>,
): number | null => {
  let made = 0n;
  let expected = 0n;
  for (const { machines, tally } of operators) {
    for (const machine of machines) {
      const same = honest.get(machine.className);
      if (same === undefined || same.cardHours === 0) continue;
      made += machine.gross - machine.taken;
      expected += (same.net * BigInt(machine.cards * ownedHours(economy, machine))) / BigInt(same.cardHours);
    }
    made += tally.bounties;
  }
  return expected <= 0n ? null : Number((10_000n * made) / expected);
};

/** Every way that somebody behaves in. */
export const incomeByWay = (economy: Economy): WayIncome[] => {
  const honest = honestByClass(economy);
  return ways.flatMap((way): WayIncome[] => {
    const operators = economy.operators.filter((operator) => operator.way === way);
    if (operators.length === 0) return [];
    const machines = operators.flatMap((operator) => operator.machines);
    const days = operators.flatMap((operator) => {
      const counted = economy.hour - countedFrom(economy.options.hours);
      const hours = machines.length === 0 ? counted : hoursOf(economy, operator);
      return hours === 0 ? [] : [perDay(netOf(operator.tally), hours)];
    });
    const total = addUp(operators);
    return [
      {
        way,
        operators: operators.length,
        machines: machines.length,
        registrations: machines.reduce((sum, { registered }) => sum + registered, 0),
        total,
        net: netOf(total),
        perDay: spreadOf(days),
        besideHonestBps: machines.length === 0 ? null : besideHonest(economy, operators, honest),
      },
    ];
  });
};

export interface ClassIncome {
  readonly className: string;
  readonly pool: string;
  readonly weightMilli: number;
  readonly machines: number;
  readonly cards: number;
  /** A card's day, of an honest owner's machine, before supporters' parts. */
  readonly perDay: Spread;
}

/** Classes of which an honest owner has a machine, heaviest first. */
export const incomeByClass = ({ operators }: Economy): ClassIncome[] =>
  publishedClasses
    .flatMap(({ name, pool, weightMilli }): ClassIncome[] => {
      const machines = operators
        .filter(({ way }) => way === 'honest')
        .flatMap((operator) => operator.machines)
        .filter(({ className, hours }) => className === name && hours > 0);
      const spread = spreadOf(machines.map(({ gross, taken, cards, hours }) => perDay(gross - taken, cards * hours)));
      const cards = machines.reduce((sum, machine) => sum + machine.cards, 0);
      return spread === null
        ? []
        : [{ className: name, pool, weightMilli, machines: machines.length, cards, perDay: spread }];
    })
    .toSorted((left, right) => right.weightMilli - left.weightMilli);

export interface SpooferIncome {
  /** What the card is. */
  readonly className: string;
  /** What it was registered as, in order. */
  readonly names: readonly string[];
  readonly machines: number;
  /** A card's day, all machines together, net of slashes. */
  readonly perDay: bigint;
  /** The same of honest machines of the class; null when there are none. */
  readonly honestPerDay: bigint | null;
}

/** Lone spoofers by what their cards really are, heaviest first. */
export const incomeOfSpoofers = (economy: Economy): SpooferIncome[] => {
  const honest = honestByClass(economy);
  const machines = economy.machines.filter(({ operator }) => operator.way === 'spoofer');
  const byClass = Map.groupBy(machines, ({ className }) => className);
  return publishedClasses
    .flatMap(({ name, weightMilli }) => ({ own: byClass.get(name) ?? [], name, weightMilli }))
    .toSorted((left, right) => right.weightMilli - left.weightMilli)
    .flatMap(({ own, name }): SpooferIncome[] => {
      const cardHours = own.reduce((sum, machine) => sum + machine.cards * ownedHours(economy, machine), 0);
      const net = own.reduce((sum, { gross, taken }) => sum + gross - taken, 0n);
      const same = honest.get(name);
      if (cardHours === 0) return [];
      return [
        {
          className: name,
          names: [...new Set(own.flatMap((machine) => machine.names))].toSorted(),
          machines: own.length,
          perDay: perDay(net, cardHours),
          honestPerDay: same === undefined || same.cardHours === 0 ? null : perDay(same.net, same.cardHours),
        },
      ];
    });
};
