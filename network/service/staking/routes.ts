/** The procedures of stake: a device reads it, and what moves it goes through intents; an owner says whether earnings are staked again. */
import type { Callers } from '../api/callers.ts';
import type { Network } from '../network.ts';
import { setCompounding } from './compounding.ts';
import { stakeStanding } from './stakes.ts';

export const stakeRoutes = ({ asDevice, asOwner }: Callers, network: Network) => ({
  standing: asDevice.stake.standing.handler(({ context }) => stakeStanding(network, context.device)),
  compounding: asOwner.stake.compounding.handler(async ({ input, context, errors }) => {
    const nextAt = await setCompounding(network, context.member.accountId, input.deviceId, input.isOn);
    if (nextAt === 'NOT_A_HOLDER') throw errors.NOT_A_HOLDER();
    return { isOn: input.isOn, nextAt };
  }),
});
