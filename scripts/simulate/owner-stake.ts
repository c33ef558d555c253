/** What owners do with their stake: aim at a tier, top up, ask a part back, leave with all of it. */

import { smallerOf } from '../../shared/domain/amounts/larger-and-smaller.ts';
import { releaseCoolingTransfer, stakeTransfer, unstakeTransfer } from '../../shared/domain/ledger/stake-transfers.ts';
import {
  cooledEntries,
  ownerMayUnstake,
  roomFor,
  type StakePosition,
  stakeCoins,
  unstakeCoins,
  withdrawCooled,
} from '../../shared/domain/staking/position.ts';
import { type BaseUnits, inBaseUnits } from '../../shared/units/money.ts';
import { dayHours, type Hour } from './calendar.ts';
import type { Device } from './device.ts';
import { bring, type Economy, nextMove, postAll, walletOf } from './economy.ts';
import { broughtBps, leavesPerMillionDays, needsCoinsPerMillionDays, stakeTargetBps } from './habits.ts';

const wholeBps = 10_000n;

/** Stake that the owner wants on the device. */
export const aimOf = ({ required, owner }: Device): BaseUnits => {
  const bps = owner.compliance === 0 ? 0 : stakeTargetBps[owner.compliance];
  return inBaseUnits((required * BigInt(bps)) / wholeBps);
};

/** Stakes what is missing of the aim, as far as wallet and capacity reach. */
export const stakeToAim = (
  economy: Economy,
  device: Device,
  { bringsCoins }: { readonly bringsCoins: boolean },
): void => {
  const { parameters, ledger } = economy;
  const { owner, required } = device;
  if (bringsCoins) {
    bring(economy, device.id, owner.id, inBaseUnits((aimOf(device) * BigInt(broughtBps)) / wholeBps));
  }
  const free = walletOf(economy, owner.id);
  const missing = inBaseUnits(aimOf(device) - device.position.owner);
  const amount = smallerOf(missing, smallerOf(free, roomFor(device.position, required, parameters)));
  if (amount <= 0n) return;
  const move = stakeCoins(device.position, { amount, wallet: free, required }, parameters);
  if (move.kind === 'refused') throw new RangeError(`stake on ${device.id} refused: ${move.refusal.code}`);
  device.position = move.position;
  const stakeId = nextMove(economy, device);
  ledger.post(stakeTransfer({ stakeId, deviceId: device.id, holderId: owner.id, amount }));
};

/** Takes over a position and posts what began to cool in it. */
export const beginCooling = (economy: Economy, device: Device, after: StakePosition): void => {
  const known = new Set(device.position.cooling.map(({ id }) => id));
  device.position = after;
  postAll(
    economy,
    after.cooling.filter(({ id }) => !known.has(id)).map((entry) => unstakeTransfer(device.id, entry)),
  );
};

const askBack = (economy: Economy, now: number, device: Device, amount: BaseUnits): void => {
  const exit = { id: nextMove(economy, device), amount, now, isHired: device.rental !== null };
  const move = unstakeCoins(device.position, exit, economy.parameters);
  if (move.kind === 'moved') beginCooling(economy, device, move.position);
};

/**
 * Ends a registration with all its stake. A hired device stays until its contract ends.
 *
 * @param now  milliseconds since 1970 UTC, within the hour
 * @returns whether it left
 */
export const leave = (economy: Economy, hour: Hour, device: Device, now: number): boolean => {
  if (device.rental !== null) return false;
  if (device.position.owner > 0n) askBack(economy, now, device, device.position.owner);
  device.leftAt = hour.number;
  economy.active = economy.active.filter((other) => other !== device);
  device.machine.devices = device.machine.devices.filter((other) => other !== device);
  return true;
};

const decide = (economy: Economy, hour: Hour, device: Device): void => {
  const { random } = economy;
  const isHonest = device.machine.operator.way === 'honest';
  if (isHonest && random.happens(leavesPerMillionDays, 'exit', device.stream, hour.day)) {
    leave(economy, hour, device, hour.startsAt);
    return;
  }
  const spare = inBaseUnits((device.position.owner - device.required) / 4n);
  if (isHonest && spare > 0n && random.happens(needsCoinsPerMillionDays, 'withdrawal', device.stream, hour.day)) {
    const amount = smallerOf(spare, ownerMayUnstake(device.position));
    if (amount > 0n) askBack(economy, hour.startsAt, device, amount);
    return;
  }
  if (device.hasPassed) stakeToAim(economy, device, { bringsCoins: false });
};

/** Once a day: who leaves, who needs coins, who tops up. What an appeal brings back to somebody who left is asked back. */
export const manageStakes = (economy: Economy, hour: Hour): void => {
  if (hour.number % dayHours !== 0) return;
  for (const device of economy.devices) {
    if (device.leftAt === null) decide(economy, hour, device);
    else if (device.position.owner > 0n) askBack(economy, hour.startsAt, device, device.position.owner);
  }
};

/** Gives back what has cooled. */
export const releaseCooled = (economy: Economy, now: number): void => {
  for (const device of economy.devices) {
    if (device.position.cooling.length === 0) continue;
    for (const entry of cooledEntries(device.position, now)) {
      const move = withdrawCooled(device.position, entry.id, now);
      if (move.kind === 'refused') throw new RangeError(`${entry.id} is not free: ${move.refusal.code}`);
      device.position = move.position;
      economy.ledger.post(releaseCoolingTransfer(device.id, entry));
    }
  }
};
