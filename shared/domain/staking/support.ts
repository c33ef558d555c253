/**
 * Supporters' moves on a device's stake: joining, leaving with notice, and staking earnings again. Owner's moves are in
 * `position.ts`; what supporters earn is in `offers.ts`.
 * Source: the network's rule set, section (d).
 */
import { type BaseUnits, inBaseUnits, noCoins } from '../../units/money.ts';
import { largerOf, smallerOf } from '../amounts/larger-and-smaller.ts';
import { networkHoursMs, type ParameterRecord } from '../parameters/record.ts';
import {
  assertNewTo,
  type CoolingEntry,
  moved,
  refused,
  roomFor,
  type StakeMove,
  type StakePosition,
  supportersStake,
} from './position.ts';

/** Room for supporters' stake: within the capacity, and never more than the owner has at stake. */
export const roomForSupport = (position: StakePosition, required: BaseUnits, parameters: ParameterRecord): BaseUnits =>
  smallerOf(
    roomFor(position, required, parameters),
    largerOf(noCoins, inBaseUnits(position.owner - supportersStake(position))),
  );

const withSupport = (position: StakePosition, holderId: string, amount: BaseUnits): StakePosition => {
  const held = position.supporters.find((supporter) => supporter.holderId === holderId);
  const others = position.supporters.filter((supporter) => supporter !== held);
  const stake = { holderId, amount: inBaseUnits((held?.amount ?? 0n) + amount), leavesAt: null };
  return { ...position, supporters: [...others, stake] };
};

/**
 * Adds a supporter's coins to a device.
 *
 * @param support.isRelated  the supporter owns the device or is under common control with its owner
 * @param support.otherDevices  how many other devices the supporter's account supports now
 * @throws RangeError when the amount is not above 0
 */
export const supportDevice = (
  position: StakePosition,
  support: {
    readonly holderId: string;
    readonly amount: BaseUnits;
    readonly wallet: BaseUnits;
    readonly required: BaseUnits;
    readonly isRelated: boolean;
    readonly otherDevices: number;
  },
  parameters: ParameterRecord,
): StakeMove => {
  if (support.amount <= 0n) throw new RangeError(`amount must be positive: ${support.amount}`);
  if (support.isRelated || support.holderId === position.ownerId) return refused({ code: 'OWN_DEVICE' });
  const held = position.supporters.find(({ holderId }) => holderId === support.holderId);
  if (held !== undefined && held.leavesAt !== null) return refused({ code: 'ALREADY_LEAVING' });
  const { maxSupportersPerDevice, maxDevicesPerSupporter } = parameters;
  if (held === undefined && position.supporters.length >= maxSupportersPerDevice) {
    return refused({ code: 'TOO_MANY_SUPPORTERS', most: maxSupportersPerDevice });
  }
  if (held === undefined && support.otherDevices >= maxDevicesPerSupporter) {
    return refused({ code: 'TOO_MANY_DEVICES', most: maxDevicesPerSupporter });
  }
  const available = smallerOf(support.wallet, roomForSupport(position, support.required, parameters));
  if (support.amount > available) return refused({ code: 'AMOUNT_TOO_LARGE', available });
  return moved(withSupport(position, support.holderId, support.amount));
};

/** Gives notice for a supporter's whole stake. It counts until the notice ends, and earns nothing from now on. */
export const giveNotice = (
  position: StakePosition,
  exit: { readonly holderId: string; readonly now: number },
  parameters: ParameterRecord,
): StakeMove => {
  const held = position.supporters.find(({ holderId }) => holderId === exit.holderId);
  if (held === undefined) return refused({ code: 'NOT_A_SUPPORTER' });
  if (held.leavesAt !== null) return refused({ code: 'ALREADY_LEAVING' });
  const leavesAt = exit.now + networkHoursMs(parameters.supporterNoticeHours, parameters);
  return moved({
    ...position,
    supporters: position.supporters.map((supporter) => (supporter === held ? { ...held, leavesAt } : supporter)),
  });
};

/**
 * Moves supporters whose notice has ended into their cooldown, which begins when the notice ended, however late this is
 * asked.
 *
 * @param entryId  names the cooling entry of a supporter, new to the ledger. Holder and moment do not make it so: a part of
 *   the same stake that a slash had taken leaves once more, at the same moment, when it is returned after the notice
 * @throws RangeError when an entry of that id is cooling
 */
export const endNotices = (
  position: StakePosition,
  now: number,
  entryId: (holderId: string) => string,
  parameters: ParameterRecord,
): StakePosition => {
  const cooling: CoolingEntry[] = position.supporters.flatMap(({ holderId, amount, leavesAt }) =>
    leavesAt === null || leavesAt > now
      ? []
      : [
          {
            id: entryId(holderId),
            holderId,
            amount,
            askedAt: leavesAt,
            freeAt: leavesAt + networkHoursMs(parameters.cooldownHours, parameters),
          },
        ],
  );
  assertNewTo(position, cooling);
  return {
    ...position,
    supporters: position.supporters.filter(({ leavesAt }) => leavesAt === null || leavesAt > now),
    cooling: [...position.cooling, ...cooling],
  };
};

/**
 * Stakes a holder's earnings again, as far as capacity and ratio allow. Running cooldowns are untouched.
 *
 * @param compounding.holderId  the owner, or a supporter who is staying; anyone else keeps everything claimable
 * @returns `staked` plus `left` is always what was claimable
 */
export const compound = (
  position: StakePosition,
  compounding: { readonly holderId: string; readonly claimable: BaseUnits; readonly required: BaseUnits },
  parameters: ParameterRecord,
): { position: StakePosition; staked: BaseUnits; left: BaseUnits } => {
  const { holderId, claimable, required } = compounding;
  const isOwner = holderId === position.ownerId;
  const isStaying = position.supporters.some((held) => held.holderId === holderId && held.leavesAt === null);
  if (!isOwner && !isStaying) return { position, staked: noCoins, left: claimable };
  const room = isOwner ? roomFor(position, required, parameters) : roomForSupport(position, required, parameters);
  const staked = smallerOf(claimable, room);
  const grown = isOwner
    ? { ...position, owner: inBaseUnits(position.owner + staked) }
    : withSupport(position, holderId, staked);
  return { position: grown, staked, left: inBaseUnits(claimable - staked) };
};
