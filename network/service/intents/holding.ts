/** An owner's coins on a device, as the rules of intents look at them. */
import type { Holding } from '../../../shared/domain/intents/prospect.ts';
import { networkHoursMs } from '../../../shared/domain/parameters/record.ts';
import { risksOf } from '../../../shared/domain/slashing/risks.ts';
import { countedStake, type StakePosition } from '../../../shared/domain/staking/position.ts';
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
    shares: risksOf(position, device.accountId, parameters, await casesAgainst(trx, network, device.id)).map(
      ({ offence, bps }) => ({ cause: offence, bps }),
    ),
    cooldownMs: networkHoursMs(parameters.cooldownHours, parameters),
  };
};
