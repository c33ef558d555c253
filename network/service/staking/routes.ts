/** The procedure of stake: a device reads it. What moves it goes through intents. */
import type { Callers } from '../api/callers.ts';
import type { Network } from '../network.ts';
import { stakeStanding } from './stakes.ts';

export const stakeRoutes = ({ asDevice }: Callers, network: Network) => ({
  standing: asDevice.stake.standing.handler(({ context }) => stakeStanding(network, context.device)),
});
