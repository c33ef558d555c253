import { describe, expect, it } from 'vitest';
import { escrow, poolCarry, stakeOf, wallet } from '../../shared/domain/ledger/account.ts';
import { inBaseUnits } from '../../shared/units/money.ts';
import { createEconomy, type Economy } from './economy.ts';
import { runHour } from './hour.ts';
import { type Finding, InvariantBroken } from './invariants/inspector.ts';
import { createInvariants } from './invariants.ts';
import { usualOptions } from './options.ts';
import { createNames } from './population.ts';

const names = createNames();
const hours = 80;
const options = {
  ...usualOptions,
  machines: 40,
  hours,
  mix: { honest: 40, lazy: 20, cheating: 20, colluding: 20, cafe: 0 },
  detection: 300_000,
};

/** Runs until a fault was made, and one look more. @param fault  returns whether it was made */
const findingOf = (fault: (economy: Economy) => boolean): Finding | null => {
  const economy = createEconomy(options, names);
  const invariants = createInvariants();
  try {
    let isMade = false;
    while (economy.hour < hours && !isMade) {
      runHour(economy);
      isMade = fault(economy);
      invariants.check(economy);
    }
    if (!isMade) throw new Error('the fault was never made');
  } catch (error) {
    if (error instanceof InvariantBroken) return error.finding;
    throw error;
  }
  return null;
};

const add = ({ ledger }: Economy, account: Parameters<typeof ledger.balanceOf>[0], amount: bigint): void => {
  ledger.balances.set(account, inBaseUnits(ledger.balanceOf(account) + amount));
};

const atHour = (hour: number, fault: (economy: Economy) => void) => (economy: Economy) => {
  if (economy.hour !== hour + 1) return false;
  fault(economy);
  return true;
};

describe('the invariants', () => {
  it('find one base unit that nobody minted, and say where', () => {
    const finding = findingOf(atHour(20, (economy) => add(economy, wallet('a000001-0'), 1n)));
    expect(finding).toMatchObject({ invariant: 1, hour: 20, about: 'supply', amounts: { tooMuch: 1n } });
  });

  it('find one that is gone', () => {
    const finding = findingOf(atHour(20, (economy) => add(economy, 'burned', -1n)));
    expect(finding).toMatchObject({ invariant: 1, amounts: { tooMuch: -1n } });
  });

  it('find coins that were minted beyond the calendar', () => {
    const finding = findingOf(
      atHour(3, (economy) => {
        add(economy, 'emission', -5n);
        add(economy, poolCarry('community'), 5n);
      }),
    );
    expect(finding).toMatchObject({ invariant: 1, hour: 3, about: 'emission' });
  });

  it('find stake that moved from one device to another behind the rules', () => {
    const finding = findingOf(
      atHour(30, (economy) => {
        const [left, right] = economy.active.filter(({ position }) => position.owner > 0n);
        if (left === undefined || right === undefined) throw new Error('nobody has staked');
        add(economy, stakeOf(left.id, left.owner.id), -7n);
        add(economy, stakeOf(right.id, right.owner.id), 7n);
      }),
    );
    expect(finding).toMatchObject({ invariant: 1, hour: 30, says: expect.stringContaining('is not the ledger') });
  });

  it('find a balance below zero', () => {
    const finding = findingOf(
      atHour(10, (economy) => {
        add(economy, wallet('a000001-0'), 10n ** 20n);
        add(economy, wallet('nobody'), -(10n ** 20n));
      }),
    );
    expect(finding).toMatchObject({ invariant: 3, about: 'wallet:nobody', amounts: { balance: -(10n ** 20n) } });
  });

  it('find a reward for too few minutes', () => {
    const finding = findingOf((economy) => {
      const paid = economy.trace.result?.rewards.find(({ reward }) => reward > 0n);
      if (paid === undefined) return false;
      economy.trace.devices = economy.trace.devices.map((device) =>
        device.deviceId === paid.deviceId ? { ...device, facts: { ...device.facts, minutes: 44 } } : device,
      );
      return true;
    });
    expect(finding).toMatchObject({ invariant: 8, says: expect.stringContaining('44 minutes') });
  });

  it('find a reward whose parts are not the whole', () => {
    const finding = findingOf(({ trace }) => {
      const [split] = trace.splits;
      if (split === undefined) return false;
      trace.splits[0] = { ...split, owner: inBaseUnits(split.owner + 1n) };
      return true;
    });
    expect(finding).toMatchObject({ invariant: 10 });
  });

  it('find a cooldown that became shorter', () => {
    const seen = new Set<string>();
    const finding = findingOf(({ devices }) => {
      const device = devices.find(({ position }) => position.cooling.some(({ id }) => seen.has(id)));
      for (const { position } of devices) for (const { id } of position.cooling) seen.add(id);
      if (device === undefined) return false;
      const cooling = device.position.cooling.map((entry) => ({ ...entry, freeAt: entry.freeAt - 1 }));
      device.position = { ...device.position, cooling };
      return true;
    });
    expect(finding).toMatchObject({ invariant: 13, says: expect.stringContaining('moved') });
  });

  it('find a slash that took more than its cuts', () => {
    const finding = findingOf(({ trace }) => {
      const [slashed] = trace.slashed;
      if (slashed === undefined || slashed.slash.amount === 0n) return false;
      const cuts = slashed.slash.cuts.slice(1);
      trace.slashed[0] = { ...slashed, slash: { ...slashed.slash, cuts } };
      return true;
    });
    expect(finding).toMatchObject({ invariant: 14, says: 'the cuts are not the slash' });
  });

  it('find an escrow that was emptied into a wallet', () => {
    const finding = findingOf((economy) => {
      const [open] = economy.openCases;
      if (open === undefined) return false;
      add(economy, escrow(open.slash.id), -1n);
      add(economy, wallet('a000001-0'), 1n);
      return true;
    });
    expect(finding).toMatchObject({ invariant: 1, says: 'the escrow is not what was taken' });
  });

  it('find nothing where nothing is wrong', () => {
    expect(findingOf((economy) => economy.hour === hours)).toBeNull();
  });
});
