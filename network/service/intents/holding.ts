/** An owner's and a supporter's coins on a device, as the rules of intents look at them. */
import type { Holding } from '../../../shared/domain/intents/prospect.ts';
import type { Backing } from '../../../shared/domain/intents/support-prospect.ts';
import { networkHoursMs } from '../../../shared/domain/parameters/record.ts';
import { sharesOf } from '../../../shared/domain/slashing/risks.ts';
import { countedStake, heldBy, type StakePosition } from '../../../shared/domain/staking/position.ts';
import { inBaseUnits } from '../../../shared/units/money.ts';
import type { Trx } from '../../store/transaction.ts';
import { casesAgainst } from '../court/slashes.ts';
import { type Device, requiredStakeOf } from '../devices/devices.ts';
import type { Network } from '../network.ts';

export const holdingOf = async (
  trx: Trx,
  network: Pick<Network, 'parameters' | 'clock'>,
  device: Device,
  position: StakePosition,
): Promise<Holding> => {
  const { parameters } = network;
  const ownCooling = position.cooling.filter(({ holderId }) => holderId === device.accountId);
  return {
    own: position.owner,
    counted: countedStake(position),
    cooling: inBaseUnits(ownCooling.reduce((sum, { amount }) => sum + amount, 0n)),
    required: requiredStakeOf(device.claim, parameters),
    shares: sharesOf(parameters, await casesAgainst(trx, network, device.id)).map(({ offence: cause, bps }) => ({
      cause,
      bps,
    })),
    cooldownMs: networkHoursMs(parameters.cooldownHours, parameters),
  };
};

/** What a supporter's move is judged beside. @param shareBps  of the offer that it falls under */
export const backingOf = async (
  trx: Trx,
  network: Pick<Network, 'parameters' | 'clock'>,
  device: Device,
  { position, holderId, shareBps }: { position: StakePosition; holderId: string; shareBps: number },
): Promise<Backing> => {
  const { parameters } = network;
  return {
    held: heldBy(position, holderId),
    ownStaked: position.owner,
    staked: countedStake(position),
    required: requiredStakeOf(device.claim, parameters),
    shareBps,
    shares: sharesOf(parameters, await casesAgainst(trx, network, device.id)),
    noticeMs: networkHoursMs(parameters.supporterNoticeHours, parameters),
    cooldownMs: networkHoursMs(parameters.cooldownHours, parameters),
  };
};
