/**
 * Reviews of odd proofs: opened by the measured rate of the patterns, decided by people. Cheats may run from one, and come
 * back under another name.
 */
import { dayHours, type Hour } from './calendar.ts';
import { charge } from './court.ts';
import type { Device } from './device.ts';
import type { Economy } from './economy.ts';
import {
  convictedPerMillion,
  fleesPerMillion,
  returnHours,
  reviewHours,
  staysPerMillion,
  wronglyPerMillionHours,
} from './habits.ts';
import { endRental } from './market.ts';
import { leave, stakeToAim } from './owner-stake.ts';

/** Names that somebody without a fitting one tries before giving up. */
const mostHopelessNames = 3;

/** By what it is registered as; its machine may go by another name already. */
const isCheating = ({ className, machine }: Device): boolean => className !== machine.className;

/** Ends the registration; the machine comes back as another device of another account. */
const comeBackElsewhere = (economy: Economy, hour: Hour, device: Device): void => {
  endRental(economy, device);
  if (!leave(economy, hour, device, hour.endsAt)) return;
  const { machine } = device;
  if (machine.operator.way === 'hopeful' && machine.registered >= mostHopelessNames) return;
  const after = economy.random.between(...returnHours, 'return', machine.number, machine.registered);
  machine.registersAt = hour.number + after;
};

const open = (economy: Economy, hour: Hour, device: Device): void => {
  const { random, options } = economy;
  if (device.rental !== null || !device.hasPassed || device.proofs.asked === 0) return;
  const rate = isCheating(device) ? options.detection : wronglyPerMillionHours;
  if (!random.happens(rate, 'review', device.stream, hour.number)) return;
  device.reviewedSince = hour.number;
  const flees = isCheating(device) && random.happens(fleesPerMillion, 'flight', device.stream, hour.number);
  if (flees) comeBackElsewhere(economy, hour, device);
};

const decide = (economy: Economy, hour: Hour, device: Device, openedAt: number): void => {
  const { random } = economy;
  device.reviewedSince = null;
  const isGuilty = isCheating(device);
  const rate = convictedPerMillion[isGuilty ? 'guilty' : 'innocent'];
  if (!random.happens(rate, 'conviction', device.stream, hour.number)) return;
  charge(economy, hour, {
    device,
    offence: 'O5',
    offenceHour: openedAt,
    isGuilty,
    renter: null,
    isReportable: isGuilty,
  });
  if (!isGuilty || device.leftAt !== null) return;
  if (!random.happens(staysPerMillion, 'stays', device.stream, hour.number)) comeBackElsewhere(economy, hour, device);
};

/** A cheat stakes once the name has passed, and tries another when it has not for a day. */
const mindNames = (economy: Economy, hour: Hour, device: Device): void => {
  if (!isCheating(device)) return;
  const isNew = device.hasPassed && device.earners.size === 0 && device.position.owner === 0n;
  if (isNew && device.slashes.length === 0) stakeToAim(economy, device, { bringsCoins: true });
  if (device.failedHours >= dayHours) comeBackElsewhere(economy, hour, device);
};

/** At an hour's end: reviews that open, those that are decided, and what cheats make of it. */
export const review = (economy: Economy, hour: Hour): void => {
  for (const device of economy.devices) {
    const openedAt = device.reviewedSince;
    if (openedAt === null) {
      if (device.leftAt === null) open(economy, hour, device);
    } else if (hour.number - openedAt >= reviewHours) decide(economy, hour, device, openedAt);
    if (device.leftAt === null) mindNames(economy, hour, device);
  }
};
