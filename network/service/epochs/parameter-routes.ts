/** The procedure that tells the record in force. */
import type { Callers } from '../api/callers.ts';
import type { Network } from '../network.ts';
import { openHour } from './hours.ts';

export const parameterRoutes = ({ signed }: Callers, network: Network) => ({
  current: signed.parameters.current.handler(async () => {
    const hour = await openHour(network.db);
    const { parameters, clock, keys } = network;
    return {
      parameters: {
        ...parameters,
        droppedGates: [...parameters.droppedGates],
        networkKey: keys.publicKey,
        imageSigners: [...parameters.imageSigners],
        grant: parameters.grant.toString(),
        requiredStakeUnit: parameters.requiredStakeUnit.toString(),
      },
      serverTime: clock.now(),
      epoch: hour.number,
      epochStartsAt: hour.startsAt,
      epochEndsAt: hour.endsAt,
    };
  }),
});
