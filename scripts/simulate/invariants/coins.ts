/** Invariants 1 to 3: every coin is somewhere, none too many are minted, nobody has less than nothing. */
import { accountKind, coolingOf, escrow, jobHeld, stakeOf } from '../../../shared/domain/ledger/account.ts';
import { jobPay } from '../../../shared/domain/ledger/job-fees.ts';
import { emissionCap, monthEmission } from '../../../shared/domain/rewards/emission.ts';
import { emissionHourAt } from '../../../shared/domain/rewards/emission-calendar.ts';
import { escrowed } from '../../../shared/domain/slashing/slash.ts';
import { emissionOf } from '../closing.ts';
import type { Device } from '../device.ts';
import type { Economy } from '../economy.ts';
import { type Place, places } from '../ledger.ts';
import type { Inspector } from './inspector.ts';

type Sums = Readonly<Record<Place, bigint>>;

/** What the states outside the ledger say that it must hold. */
interface Expected {
  staked: bigint;
  cooling: bigint;
  escrow: bigint;
  held: bigint;
}

const checkPosition = (
  { ledger }: Economy,
  { id, position }: Device,
  expected: Expected,
  inspector: Inspector,
): void => {
  const stakes = [{ holderId: position.ownerId, amount: position.owner }, ...position.supporters];
  for (const { holderId, amount } of stakes) {
    const kept = ledger.balanceOf(stakeOf(id, holderId));
    inspector.require(1, kept === amount, id, `the stake of ${holderId} is not the ledger's`, () => ({ amount, kept }));
    inspector.require(3, amount >= 0n, id, `the stake of ${holderId} is negative`, () => ({ amount }));
    expected.staked += amount;
  }
  for (const { id: entryId, amount } of position.cooling) {
    const kept = ledger.balanceOf(coolingOf(id, entryId));
    inspector.require(1, kept === amount, id, `cooling entry ${entryId} is not the ledger's`, () => ({ amount, kept }));
    inspector.require(3, amount >= 0n, id, `cooling entry ${entryId} is negative`, () => ({ amount }));
    expected.cooling += amount;
  }
};

const expectedOf = (economy: Economy, inspector: Inspector): Expected => {
  const { ledger, devices, openCases } = economy;
  const expected: Expected = { staked: 0n, cooling: 0n, escrow: 0n, held: 0n };
  for (const device of devices) {
    checkPosition(economy, device, expected, inspector);
    if (device.rental === null) continue;
    const { jobId, mostPrice } = device.rental;
    const amount = jobPay(mostPrice, 'IO', economy.parameters).renterPays;
    const kept = ledger.balanceOf(jobHeld(jobId));
    inspector.require(1, kept === amount, jobId, 'what is held for the job is not its price', () => ({ amount, kept }));
    expected.held += amount;
  }
  for (const { slash } of openCases) {
    const amount = escrowed(slash);
    const kept = ledger.balanceOf(escrow(slash.id));
    inspector.require(1, kept === amount, slash.id, 'the escrow is not what was taken', () => ({ amount, kept }));
    expected.escrow += amount;
  }
  return expected;
};

const checkBalances = ({ ledger }: Economy, inspector: Inspector): void => {
  for (const [account, balance] of ledger.balances) {
    const isRight = accountKind(account) === 'issuer' ? balance <= 0n : balance >= 0n;
    inspector.require(3, isRight, account, 'the balance has the wrong sign', () => ({ balance }));
  }
};

export const createCoinChecks = (): ((economy: Economy, inspector: Inspector) => Sums) => {
  let due = 0n;
  return (economy, inspector) => {
    const number = economy.hour - 1;
    const sums = economy.ledger.count();
    const total = places.reduce((sum, place) => sum + sums[place], 0n);
    inspector.require(
      1,
      total === 0n,
      'supply',
      'what was brought and minted is not what is there and what was burned',
      () => ({
        tooMuch: total,
        ...sums,
      }),
    );
    const expected = expectedOf(economy, inspector);
    for (const place of ['staked', 'cooling', 'escrow', 'held'] as const)
      inspector.require(
        1,
        sums[place] === expected[place],
        place,
        'the ledger has another sum than the states',
        () => ({
          ledger: sums[place],
          states: expected[place],
        }),
      );
    due += emissionOf(economy, { number });
    const minted = -sums.minted;
    inspector.require(1, minted === due, 'emission', 'not minted by the calendar', () => ({ minted, due }));
    inspector.require(2, minted <= emissionCap, 'emission', 'more was minted than there may be', () => ({ minted }));
    const { month } = emissionHourAt(economy.parameters.calendar, number);
    const [now, before] = [monthEmission(month), month === 0 ? null : monthEmission(month - 1)];
    inspector.require(
      2,
      before === null || now <= before,
      'emission',
      `month ${month} emits more than the one before`,
      () => ({
        now,
      }),
    );
    checkBalances(economy, inspector);
    return sums;
  };
};
