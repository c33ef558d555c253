import { describe, expect, it } from 'vitest';
import { ioText } from '../../shared/units/money.ts';
import { countedFrom } from './counting.ts';
import { figuresOf } from './figures.ts';
import { allAllowed, type EconomyOptions, usualOptions } from './options.ts';
import { createNames } from './population.ts';
import { runEconomy } from './run-economy.ts';

const names = createNames();
const small: EconomyOptions = {
  ...usualOptions,
  machines: 60,
  hours: 100,
  mix: { honest: 40, lazy: 15, cheating: 15, colluding: 15, cafe: 15 },
  detection: 100_000,
};
const run = (more: Partial<EconomyOptions> = {}) => runEconomy({ ...small, ...more }, names);
const textOf = (more: Partial<EconomyOptions> = {}): string => JSON.stringify(figuresOf(run(more)));

describe('an economy', () => {
  const { economy, recorder, invariants } = run();

  it('is the same to the last byte for the same seed, and another for another', () => {
    const once = JSON.stringify(figuresOf({ economy, recorder, invariants }));
    expect(textOf()).toBe(once);
    expect(textOf({ seed: 2 })).not.toBe(once);
  });

  it('has every coin that was brought and minted, and that was not burned, in somebody’s account', () => {
    const sums = economy.ledger.count();
    const there =
      sums.wallets + sums.staked + sums.cooling + sums.escrow + sums.earned + sums.carry + sums.held + sums.fees;
    expect(there).toBe(-sums.brought - sums.minted - sums.burned);
    // 100 hours of July 2024 by the published table.
    expect(ioText(-sums.minted)).toBe('448028.67383500');
  });

  it('has everybody’s income in the ledger', () => {
    const rewards = economy.operators.reduce((sum, { tally }) => sum + tally.rewards, 0n);
    const [before, after] = [recorder.hours[countedFrom(small.hours) - 1], recorder.hours.at(-1)];
    if (before === undefined || after === undefined) throw new Error('hours are missing');
    expect(rewards).toBe(after.minted - before.minted + before.carry - after.carry);
    const gross = economy.machines.reduce((sum, machine) => sum + machine.gross, 0n);
    const jobs = economy.operators.reduce((sum, { tally }) => sum + tally.jobs, 0n);
    expect(gross).toBe(rewards + jobs);
  });

  it('has looked at every invariant that a state shows', () => {
    const numbers = [...invariants.counts().keys()];
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 17, 18, 19, 25, 26]);
  });

  it('pays no cheat whose name its card cannot live up to', () => {
    const hopeful = economy.operators.filter(({ way }) => way === 'hopeful');
    expect(hopeful.length).toBeGreaterThan(0);
    for (const { tally } of hopeful) expect(tally.rewards).toBe(0n);
  });

  it('takes stake from cheats that are found, also what they asked back meanwhile, and knows from whom each coin came', () => {
    const taken = economy.devices.flatMap(({ slashes }) => slashes).filter(({ offence }) => offence === 'O5');
    expect(taken.length).toBeGreaterThan(0);
    const fromCooling = taken.filter(({ cuts }) => cuts.some(({ cooling }) => cooling !== null));
    expect(fromCooling.length).toBeGreaterThan(0);
    const lost = economy.operators.reduce((sum, { tally }) => sum + tally.taken, 0n);
    const ofMachines = economy.machines.reduce((sum, machine) => sum + machine.taken, 0n);
    expect(lost).toBe(ofMachines);
  });

  it('gives everybody the same luck without one habit', () => {
    const plain = run({ allowed: { ...allAllowed, cheating: false } }).economy;
    const hoursOf = (each: typeof economy) =>
      each.machines.filter(({ operator }) => operator.way === 'cafe').map(({ hours, link }) => [hours, link]);
    expect(hoursOf(plain)).toEqual(hoursOf(economy));
    expect(plain.machines.every(({ name }) => name === null)).toBe(true);
  });
});
