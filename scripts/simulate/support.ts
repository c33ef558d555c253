/** What supporters do: find a device, leave it with notice, and the mutual support of a ring. */
import { smallerOf } from '../../shared/domain/amounts/larger-and-smaller.ts';
import { stakeTransfer } from '../../shared/domain/ledger/stake-transfers.ts';
import { endNotices, giveNotice, roomForSupport, supportDevice } from '../../shared/domain/staking/support.ts';
import { type BaseUnits, inBaseUnits } from '../../shared/units/money.ts';
import { dayHours, type Hour } from './calendar.ts';
import type { Device } from './device.ts';
import { type Economy, nextMove, postAll, walletOf } from './economy.ts';
import { supporterLeavesPerMillionDays } from './habits.ts';
import type { Account } from './operator.ts';
import { beginCooling } from './owner-stake.ts';

const supports = ({ position }: Device, { id }: Account): boolean =>
  position.supporters.some(({ holderId }) => holderId === id);

/** Puts a supporter's coins behind a device. @returns whether the rules let it */
const support = (economy: Economy, account: Account, device: Device, most: BaseUnits): boolean => {
  const { parameters } = economy;
  const { required, position } = device;
  const free = walletOf(economy, account.id);
  const amount = smallerOf(smallerOf(most, free), roomForSupport(position, required, parameters));
  if (amount <= 0n) return false;
  const move = supportDevice(
    position,
    {
      holderId: account.id,
      amount,
      wallet: free,
      required,
      // The network knows nothing of common control but that the owner is the owner.
      isRelated: false,
      otherDevices: account.supporting.filter((other) => other !== device).length,
    },
    parameters,
  );
  if (move.kind === 'refused') return false;
  device.position = move.position;
  if (!account.supporting.includes(device)) account.supporting.push(device);
  const stakeId = nextMove(economy, device);
  postAll(economy, [stakeTransfer({ stakeId, deviceId: device.id, holderId: account.id, amount })]);
  return true;
};

const isOpen = ({ leftAt, opens, shareBps }: Device): boolean =>
  leftAt === null && shareBps > 0 && opens.has('supporters');

const leaveSome = (economy: Economy, hour: Hour, account: Account): void => {
  for (const device of account.supporting) {
    const held = device.position.supporters.find(({ holderId }) => holderId === account.id);
    if (held === undefined || held.leavesAt !== null) continue;
    const wants = economy.random.happens(supporterLeavesPerMillionDays, 'support_leaves', account.number, hour.day);
    if (!wants && device.leftAt === null) continue;
    const move = giveNotice(device.position, { holderId: account.id, now: hour.startsAt }, economy.parameters);
    if (move.kind === 'moved') device.position = move.position;
  }
};

/** A supporter looks at one device a day, and puts half of its free coins behind it. */
const look = (economy: Economy, hour: Hour, account: Account, open: readonly Device[]): void => {
  const device = open[economy.random.below(Math.max(1, open.length), 'support', account.number, hour.day + 1)];
  if (device === undefined || account.supporting.length >= economy.parameters.maxDevicesPerSupporter) return;
  support(economy, account, device, inBaseUnits(walletOf(economy, account.id) / 2n));
};

/** Each account of a ring stands behind the machine of the next. */
const closeRing = (economy: Economy, accounts: readonly Account[]): void => {
  for (const [at, account] of accounts.entries()) {
    const next = accounts[(at + 1) % accounts.length];
    const device = next?.operator.machines.flatMap(({ devices }) => devices).find(({ owner }) => owner === next);
    if (device?.opens.has('supporters')) support(economy, account, device, walletOf(economy, account.id));
  }
};

/** Once a day, after the owners. */
export const manageSupport = (economy: Economy, hour: Hour): void => {
  if (hour.number % dayHours !== 0) return;
  const open = economy.active.filter(isOpen);
  for (const { accounts } of economy.cast.supporters)
    for (const account of accounts) {
      account.supporting = account.supporting.filter((device) => supports(device, account));
      leaveSome(economy, hour, account);
      look(economy, hour, account, open);
    }
  if (!economy.options.allowed.colluding) return;
  for (const { way, accounts } of economy.operators) if (way === 'ring') closeRing(economy, accounts);
};

/** Supporters whose notice has ended begin to cool. */
export const endSupport = (economy: Economy, now: number): void => {
  for (const device of economy.devices) {
    if (!device.position.supporters.some(({ leavesAt }) => leavesAt !== null && leavesAt <= now)) continue;
    // Stake that came back from a slash may leave at the same moment as what left before it, so no id is made of that.
    const entryId = (holderId: string): string => `${nextMove(economy, device)}.${holderId}`;
    beginCooling(economy, device, endNotices(device.position, now, entryId, economy.parameters));
  }
};
