import { beforeEach, describe, expect, it } from 'vitest';
import { countedStake } from '../../shared/domain/staking/position.ts';
import { hourOf } from './calendar.ts';
import { charge } from './court.ts';
import type { Device } from './device.ts';
import { createEconomy, type Economy } from './economy.ts';
import { runHour } from './hour.ts';
import { createInvariants, type Invariants } from './invariants.ts';
import { usualOptions } from './options.ts';
import { createNames } from './population.ts';

const names = createNames();
const options = {
  ...usualOptions,
  machines: 20,
  mix: { honest: 100, lazy: 0, cheating: 0, colluding: 0, cafe: 0 },
  supporters: 100,
};

const mostHours = 120;

describe('a device with supporters, all of whose stake is taken', () => {
  let economy: Economy;
  let invariants: Invariants;
  let device: Device;

  const pass = (): void => {
    runHour(economy);
    invariants.check(economy);
  };

  /** Ends the only case of that device with the next hour. */
  const decide = (isWon: boolean, reporterId: string | null): void => {
    economy.openCases = economy.openCases.map((open) =>
      open.device === device ? { ...open, decidedAt: economy.hour, isWon, reporterId } : open,
    );
    pass();
  };

  const supported = ({ position, slashes, rental }: Device): boolean =>
    position.supporters.length > 0 && slashes.length === 0 && rental === null;

  beforeEach(() => {
    economy = createEconomy(options, names);
    invariants = createInvariants();
    while (economy.hour < mostHours && !economy.active.some(supported)) pass();
    device = economy.active.find(supported) as Device;
    runHour(economy);
    const hour = hourOf(economy.hour - 1, economy.parameters);
    const about = { offenceHour: hour.number, isGuilty: true, renter: null, isReportable: false };
    charge(economy, hour, { device, offence: 'O7', ...about });
    invariants.check(economy);
  });

  it('pays with the owner’s coins first, the hour’s estimate on top, and then with its supporters’', () => {
    expect(countedStake(device.position)).toBe(0n);
    const [slash] = device.slashes;
    expect(slash?.forfeited.length).toBeGreaterThan(0);
    expect(new Set(slash?.cuts.map(({ holderId }) => holderId)).size).toBeGreaterThan(1);
    expect(invariants.counts().get(15)).toBeGreaterThan(0);
    expect(device.owner.operator.tally.taken).toBeGreaterThan(0n);
  });

  it('gets everything back when the appeal is won, also what the hour would have paid', () => {
    const slash = device.slashes[0];
    const tally = device.owner.operator.tally;
    decide(true, null);
    expect(device.slashes[0]?.state.kind).toBe('returned');
    expect(countedStake(device.position)).toBe(slash?.amount);
    expect(tally.taken).toBe(0n);
    const returned = economy.estimates.get(economy.hour - 1)?.filter((estimate) => estimate.device === device) ?? [];
    const forfeited = slash?.forfeited.map(({ holderId, amount }) => [holderId, amount]);
    expect(returned.map(({ holderId, amount }) => [holderId, amount])).toEqual(expect.arrayContaining(forfeited ?? []));
    for (let hour = 0; hour < 60; hour += 1) pass();
  });

  it('loses it for good otherwise, and who reported it is paid', () => {
    const stranger = economy.operators.find(({ number }) => number !== device.owner.operator.number)?.accounts[0];
    decide(false, stranger?.id ?? null);
    expect(device.slashes[0]?.state.kind).toBe('executed');
    expect(stranger?.operator.tally.bounties).toBeGreaterThan(0n);
    expect(economy.ledger.count().burned).toBeGreaterThan(0n);
    expect(invariants.counts().get(16)).toBeGreaterThan(0);
  });
});
