/**
 * The whole state of a simulated network between two hours: who is there, what the ledger holds, what is under way. Hours
 * are run elsewhere; nothing here moves a coin but what people bring from outside.
 */
import { wallet } from '../../shared/domain/ledger/account.ts';
import type { Transfer } from '../../shared/domain/ledger/posting.ts';
import { grantTransfer } from '../../shared/domain/ledger/reward-transfers.ts';
import { mainnetParameters, type ParameterRecord } from '../../shared/domain/parameters/record.ts';
import type { Slash } from '../../shared/domain/slashing/slash.ts';
import { type BaseUnits, baseUnitsPerIo, inBaseUnits } from '../../shared/units/money.ts';
import type { Device } from './device.ts';
import { renterBringsIo, supporterBringsIo } from './habits.ts';
import { createLedger, type Ledger } from './ledger.ts';
import type { Machine } from './machine.ts';
import type { Account, Operator } from './operator.ts';
import type { EconomyOptions } from './options.ts';
import { type Cast, createPopulation, type Names } from './population.ts';
import { createRandom, type Random } from './random.ts';
import { emptyTrace, type HourTrace } from './trace.ts';

/** What a holder earned in a closed hour and was not confirmed yet. */
export interface Estimate {
  readonly device: Device;
  readonly holderId: string;
  amount: BaseUnits;
}

/** A slash that is in escrow, and what will come of it. */
export interface Case {
  slash: Slash;
  readonly device: Device;
  /** Of `device.slashes`. */
  readonly index: number;
  /** Hour in which an appeal is decided; null: nobody appeals. */
  readonly decidedAt: number | null;
  readonly isWon: boolean;
  readonly reporterId: string | null;
  readonly renter: { readonly accountId: string; readonly harm: BaseUnits } | null;
}

export interface Economy {
  readonly options: EconomyOptions;
  readonly parameters: ParameterRecord;
  readonly random: Random;
  readonly names: Names;
  readonly ledger: Ledger;
  readonly cast: Cast;
  readonly operators: readonly Operator[];
  /** Those that were dealt and those that were added, in order of joining the list. */
  readonly machines: readonly Machine[];
  readonly accounts: Map<string, Account>;
  /** Every registration ever, oldest first. */
  readonly devices: Device[];
  readonly deviceById: Map<string, Device>;
  /** Those that have not left. */
  active: Device[];
  /** By number of the hour that was closed. */
  readonly estimates: Map<number, Estimate[]>;
  openCases: Case[];
  /** Moves of stake so far, for their ids. */
  moves: number;
  /** What the running hour did, for the invariants. */
  trace: HourTrace;
  /** Number of the next hour. */
  hour: number;
}

const renterBrings = inBaseUnits(renterBringsIo * baseUnitsPerIo);

/** Coins from outside: the ledger knows no other account than `play` that stands for coins which it did not mint. */
export const bring = ({ ledger }: Pick<Economy, 'ledger'>, what: string, accountId: string, amount: BaseUnits): void =>
  ledger.post(grantTransfer({ grantId: what, accountId, amount }));

export const walletOf = ({ ledger }: Pick<Economy, 'ledger'>, accountId: string): BaseUnits =>
  ledger.balanceOf(wallet(accountId));

export const postAll = ({ ledger }: Pick<Economy, 'ledger'>, transfers: readonly Transfer[]): void => {
  for (const each of transfers) ledger.post(each);
};

export const createEconomy = (options: EconomyOptions, names: Names): Economy => {
  const parameters = mainnetParameters;
  const random = createRandom(options.seed);
  const cast = createPopulation(options, random, names);
  const ledger = createLedger();
  const economy: Economy = {
    options,
    parameters,
    random,
    names,
    ledger,
    cast,
    operators: cast.operators,
    machines: cast.machines,
    accounts: new Map(cast.operators.flatMap(({ accounts }) => accounts).map((account) => [account.id, account])),
    devices: [],
    deviceById: new Map(),
    active: [],
    estimates: new Map(),
    openCases: [],
    moves: 0,
    trace: emptyTrace(),
    hour: 0,
  };
  for (const { number, accounts } of cast.supporters) {
    const [account] = accounts;
    if (account === undefined) continue;
    const whole = BigInt(random.between(...supporterBringsIo, 'support', number));
    bring(economy, account.id, account.id, inBaseUnits(whole * baseUnitsPerIo));
  }
  for (const renterId of cast.renterIds) bring(economy, renterId, renterId, renterBrings);
  return economy;
};

/** A name for the next move of a device's stake. */
export const nextMove = (economy: Economy, device: Device): string => {
  economy.moves += 1;
  return `${device.id}.${economy.moves}`;
};

/** An account's operator earned; accounts of renters have none. */
export const tallyOf = (economy: Pick<Economy, 'accounts'>, accountId: string): Operator['tally'] | null =>
  economy.accounts.get(accountId)?.operator.tally ?? null;

/** Estimates of one closed hour; the list is open to additions. */
export const estimatesOf = ({ estimates }: Pick<Economy, 'estimates'>, hour: number): Estimate[] => {
  const known = estimates.get(hour);
  if (known !== undefined) return known;
  const begun: Estimate[] = [];
  estimates.set(hour, begun);
  return begun;
};
