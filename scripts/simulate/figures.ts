/**
 * The figures of a run: `perigee-economy-1`, described in docs/economy.md. Every number is whole: amounts are base units
 * as decimal text, shares are basis points; so the same seed gives the same bytes.
 */

import type { Offence } from '../../shared/domain/slashing/offences.ts';
import { escrowed, type Slash } from '../../shared/domain/slashing/slash.ts';
import { countedStake } from '../../shared/domain/staking/position.ts';
import { dayHours } from './calendar.ts';
import { giniBps, type Spread, spreadOf, topShareBps } from './concentration.ts';
import { countedFrom } from './counting.ts';
import type { Economy } from './economy.ts';
import { incomeByClass, incomeByWay, incomeOfSpoofers } from './income.ts';
import { places } from './ledger.ts';
import type { EconomyOptions } from './options.ts';
import type { Coins, DeviceHours } from './recorder.ts';
import type { Run } from './run-economy.ts';

type Text = string;

export interface SpreadFigure {
  readonly median: Text;
  readonly p10: Text;
  readonly p90: Text;
}

export interface CoinFigure {
  readonly what: keyof Coins;
  /** After the first hour, the median of all hours, and after the last. */
  readonly first: Text;
  readonly median: Text;
  readonly last: Text;
}

export interface ConcentrationFigure {
  /** Accounts that have or had a device, or support one. */
  readonly accounts: number;
  readonly giniBps: number | null;
  readonly topTenBps: number | null;
}

export interface WayFigure {
  readonly way: string;
  readonly operators: number;
  readonly machines: number;
  readonly registrations: number;
  readonly rewards: Text;
  readonly jobs: Text;
  readonly bounties: Text;
  readonly taken: Text;
  readonly net: Text;
  readonly perDay: SpreadFigure | null;
  readonly besideHonestBps: number | null;
  readonly deviceHours: Readonly<DeviceHours>;
}

export interface ClassFigure {
  readonly class: string;
  readonly pool: string;
  readonly weightMilli: number;
  readonly machines: number;
  readonly cards: number;
  readonly perDay: SpreadFigure;
}

export interface SpooferFigure {
  readonly class: string;
  readonly names: readonly string[];
  readonly machines: number;
  readonly perDay: Text;
  readonly honestPerDay: Text | null;
}

export interface SlashFigure {
  readonly offence: Offence;
  readonly cases: number;
  readonly inEscrow: number;
  readonly returned: number;
  readonly executed: number;
  readonly taken: Text;
  readonly burned: Text;
  readonly bounties: Text;
  readonly compensation: Text;
}

export interface Figures {
  readonly options: Omit<EconomyOptions, 'allowed'>;
  /** Number of the hour from which on incomes, rewards' concentration and devices' hours are counted. */
  readonly countedFrom: number;
  readonly coins: readonly CoinFigure[];
  /** After the last hour of each whole day. */
  readonly days: readonly ({ readonly day: number } & Readonly<Record<keyof Coins, Text>>)[];
  readonly rewards: ConcentrationFigure;
  readonly stakes: ConcentrationFigure;
  readonly ways: readonly WayFigure[];
  readonly classes: readonly ClassFigure[];
  readonly spoofers: readonly SpooferFigure[];
  readonly slashes: readonly SlashFigure[];
  readonly invariants: readonly { readonly invariant: number; readonly looks: number }[];
}

const spreadFigure = ({ median, p10, p90 }: Spread): SpreadFigure => ({
  median: median.toString(),
  p10: p10.toString(),
  p90: p90.toString(),
});

const coinNames = ['supply', ...places] as const;

const coinFigures = (hours: readonly Coins[]): CoinFigure[] =>
  coinNames.map((what) => {
    const amounts = hours.map((coins) => coins[what]);
    const median = spreadOf(amounts)?.median ?? 0n;
    const [first, last] = [amounts[0] ?? 0n, amounts.at(-1) ?? 0n];
    return { what, first: first.toString(), median: median.toString(), last: last.toString() };
  });

const textOfCoins = (coins: Coins): Record<keyof Coins, Text> => {
  const text = (what: keyof Coins): Text => coins[what].toString();
  return {
    supply: text('supply'),
    minted: text('minted'),
    brought: text('brought'),
    burned: text('burned'),
    carry: text('carry'),
    earned: text('earned'),
    wallets: text('wallets'),
    staked: text('staked'),
    cooling: text('cooling'),
    escrow: text('escrow'),
    held: text('held'),
    fees: text('fees'),
  };
};

/** Accounts that ever took part. */
const taking = ({ devices, accounts }: Economy) => {
  const owners = new Set(devices.map(({ owner }) => owner.id));
  return [...accounts.values()].filter(({ id, operator }) => owners.has(id) || operator.way === 'supporter');
};

const concentration = (amounts: readonly bigint[]): ConcentrationFigure => ({
  accounts: amounts.length,
  giniBps: giniBps(amounts),
  topTenBps: topShareBps(amounts, 10),
});

export const rewardConcentration = (economy: Economy): ConcentrationFigure =>
  concentration(taking(economy).map(({ rewards }) => rewards));

export const stakeConcentration = (economy: Economy): ConcentrationFigure => {
  const held = new Map(taking(economy).map(({ id }) => [id, 0n]));
  const add = (id: string, amount: bigint): void => {
    held.set(id, (held.get(id) ?? 0n) + amount);
  };
  for (const { position } of economy.devices) {
    if (countedStake(position) === 0n) continue;
    add(position.ownerId, position.owner);
    for (const { holderId, amount } of position.supporters) add(holderId, amount);
  }
  return concentration([...held.values()]);
};

const wayFigures = ({ economy, recorder }: Run): WayFigure[] =>
  incomeByWay(economy).map(({ way, operators, machines, registrations, total, net, perDay, besideHonestBps }) => ({
    way,
    operators,
    machines,
    registrations,
    rewards: total.rewards.toString(),
    jobs: total.jobs.toString(),
    bounties: total.bounties.toString(),
    taken: total.taken.toString(),
    net: net.toString(),
    perDay: perDay === null ? null : spreadFigure(perDay),
    besideHonestBps,
    deviceHours: recorder.deviceHoursOf(way),
  }));

const classFigures = (economy: Economy): ClassFigure[] =>
  incomeByClass(economy).map(({ className, pool, weightMilli, machines, cards, perDay }) => ({
    class: className,
    pool,
    weightMilli,
    machines,
    cards,
    perDay: spreadFigure(perDay),
  }));

const spooferFigures = (economy: Economy): SpooferFigure[] =>
  incomeOfSpoofers(economy).map(({ className, names, machines, perDay, honestPerDay }) => ({
    class: className,
    names,
    machines,
    perDay: perDay.toString(),
    honestPerDay: honestPerDay?.toString() ?? null,
  }));

const slashFigure = (offence: Offence, slashes: readonly Slash[]): SlashFigure => {
  const uses = slashes.flatMap(({ state }) => (state.kind === 'executed' ? [state.use] : []));
  const sum = (amounts: readonly bigint[]): Text => amounts.reduce((total, amount) => total + amount, 0n).toString();
  const count = (kind: Slash['state']['kind']): number => slashes.filter(({ state }) => state.kind === kind).length;
  return {
    offence,
    cases: slashes.length,
    inEscrow: count('escrow'),
    returned: count('returned'),
    executed: count('executed'),
    taken: sum(slashes.map(escrowed)),
    burned: sum(uses.map(({ burn }) => burn)),
    bounties: sum(uses.map(({ bounty }) => bounty)),
    compensation: sum(uses.map(({ compensation }) => compensation)),
  };
};

const slashFigures = ({ devices }: Economy): SlashFigure[] => {
  const slashes = devices.flatMap((device) => device.slashes);
  const offences = [...new Set(slashes.map(({ offence }) => offence))].toSorted();
  return offences.map((offence) =>
    slashFigure(
      offence,
      slashes.filter((slash) => slash.offence === offence),
    ),
  );
};

export const figuresOf = (run: Run): Figures => {
  const { economy, recorder, invariants } = run;
  const { machines, hours, seed, mix, supporters, detection } = economy.options;
  const dayEnds = recorder.hours.filter((_, hour) => (hour + 1) % dayHours === 0);
  return {
    options: { machines, hours, seed, mix, supporters, detection },
    countedFrom: countedFrom(hours),
    coins: coinFigures(recorder.hours),
    days: dayEnds.map((coins, day) => ({ day, ...textOfCoins(coins) })),
    rewards: rewardConcentration(economy),
    stakes: stakeConcentration(economy),
    ways: wayFigures(run),
    classes: classFigures(economy),
    spoofers: spooferFigures(economy),
    slashes: slashFigures(economy),
    invariants: [...invariants.counts()].map(([invariant, looks]) => ({ invariant, looks })),
  };
};
