/** Machines that are registered in an hour: for the first time, as one more, or under another name or account. */

import { classNamed } from '../../shared/domain/rewards/classes.ts';
import { emptyPosition } from '../../shared/domain/staking/position.ts';
import { requiredStake } from '../../shared/domain/staking/required.ts';
import { proofSpeedBps } from '../../shared/domain/tiers/proof-speed.ts';
import { type BetterName, passesIn } from './better-name.ts';
import { dayHours, type Hour } from './calendar.ts';
import type { Device } from './device.ts';
import { type Economy, walletOf } from './economy.ts';
import { growsPerMillionDays, mostMachinesAdded, offeredHundredBps } from './habits.ts';
import { testLink } from './link.ts';
import type { Machine } from './machine.ts';
import { type Account, type Operator, openAccount } from './operator.ts';
import { aimOf, stakeToAim } from './owner-stake.ts';
import { createUptimeWindow } from './uptime-window.ts';

/** Deadlines of a proof here; the speed is a share of them, so their length says nothing. */
const fillDeadlineMs = 9_000;
const walkDeadlineMs = 3_000;

/** Cards of one machine at most, so that each has its own draws. */
const cardsApart = 8;

/** A ring keeps its rewards to itself, and so does whoever splits a machine. */
const wantsStrangers = ({ way }: Operator): boolean => way !== 'ring' && way !== 'split';

const register = (
  economy: Economy,
  hour: Hour,
  machine: Machine,
  owner: Account,
  card: { readonly slot: number; readonly count: number; readonly className: string },
): Device => {
  const { parameters, random } = economy;
  const id = `d${String(machine.number).padStart(7, '0')}-${machine.registered}`;
  machine.registered += 1;
  const percent = machine.proofPercent;
  const device: Device = {
    id,
    stream: machine.number * cardsApart + card.slot,
    machine,
    owner,
    className: card.className,
    count: card.count,
    required: requiredStake(classNamed(card.className, parameters.classes).weightMilli, card.count, parameters),
    shareBps: wantsStrangers(machine.operator)
      ? 100 * random.between(...offeredHundredBps, 'share', machine.number)
      : 0,
    speedBps: proofSpeedBps({
      fillMs: (fillDeadlineMs * percent) / 100,
      walkMs: (walkDeadlineMs * percent) / 100,
      fillDeadlineMs,
      walkDeadlineMs,
    }),
    joinedAt: hour.number,
    leftAt: null,
    position: emptyPosition(id, owner.id),
    uptime: createUptimeWindow(),
    linkTests: [],
    connectivity: 0,
    verifiedHours: 0,
    hasPassed: false,
    passedAt: -1,
    failedInRow: 0,
    failedHours: 0,
    proofs: { asked: 0, passed: 0, exempt: 0 },
    tierFacts: null,
    tier: 'unranked',
    opens: new Set(),
    rental: null,
    reviewedSince: null,
    slashes: [],
    earners: new Set(),
  };
  machine.devices.push(device);
  economy.devices.push(device);
  economy.deviceById.set(id, device);
  economy.active.push(device);
  testLink(economy, hour, device);
  return device;
};

const isCheat = ({ way }: Operator): boolean => way === 'spoofer' || way === 'reporters' || way === 'hopeful';

/** The name that a cheat tries next. A spoofer without one that passes gives up, and comes as what it is. */
const nameFor = ({ options, names, random }: Economy, hour: Hour, machine: Machine): BetterName | null => {
  if (!options.allowed.cheating || !isCheat(machine.operator)) return null;
  const choice =
    machine.operator.way === 'hopeful'
      ? names.hopeless(machine.className)
      : (names.better.get(machine.className) ?? []).filter((name) => passesIn(name, hour.number));
  return choice[random.below(Math.max(1, choice.length), 'name', machine.number, machine.registered)] ?? null;
};

/** Whoever was registered before comes as somebody new, whom nobody has heard of and whose identity nobody has checked. */
const accountFor = (economy: Economy, machine: Machine, index: number): Account => {
  const { operator } = machine;
  if (machine.registered > 0 && isCheat(operator)) {
    const opened = openAccount(operator, { compliance: 1, compounds: false });
    economy.accounts.set(opened.id, opened);
    return opened;
  }
  const account = operator.accounts[index % operator.accounts.length];
  if (account === undefined) throw new RangeError(`operator ${operator.number} has no account`);
  return account;
};

const registerMachine = (economy: Economy, hour: Hour, machine: Machine): void => {
  machine.name = nameFor(economy, hour, machine);
  if (machine.name !== null) machine.names.push(machine.name.className);
  machine.registersAt = null;
  const isSplit = machine.operator.way === 'split' && economy.options.allowed.colluding;
  const className = machine.name?.className ?? machine.className;
  const parts = isSplit ? machine.cards : 1;
  for (let slot = 0; slot < parts; slot += 1) {
    const owner = accountFor(economy, machine, machine.accountIndex + slot);
    const device = register(economy, hour, machine, owner, { slot, count: machine.cards / parts, className });
    // A cheat first sees whether the name passes: until then nothing is asked of it.
    if (machine.name === null) stakeToAim(economy, device, { bringsCoins: !machine.isAdded });
  }
};

const grow = (economy: Economy, hour: Hour, operator: Operator): void => {
  const { random } = economy;
  const [account] = operator.accounts;
  const [first] = operator.machines[0]?.devices ?? [];
  if (operator.way !== 'honest' || account === undefined || first === undefined || first.leftAt !== null) return;
  const added = operator.machines.length - 1;
  if (added >= mostMachinesAdded || !random.happens(growsPerMillionDays, 'growth', operator.number, hour.day)) return;
  if (walletOf(economy, account.id) < aimOf(first)) return;
  economy.cast.addMachine(operator, added + 1, hour.number);
};

/** Registers whatever is due. New machines of owners who have earned them come first. */
export const join = (economy: Economy, hour: Hour): void => {
  if (hour.number % dayHours === 0) for (const operator of economy.operators) grow(economy, hour, operator);
  for (const machine of economy.machines) {
    if (machine.registersAt !== null && machine.registersAt <= hour.number) registerMachine(economy, hour, machine);
  }
};
