/** The procedures of earnings. */
import type { Callers } from '../api/callers.ts';
import { reasonOf } from '../devices/standing.ts';
import type { Network } from '../network.ts';
import { statementOf } from './statement.ts';

export const earningRoutes = ({ asDevice }: Callers, network: Network) => ({
  statement: asDevice.earnings.statement.handler(({ context }) => statementOf(network, context.device)),
  why: asDevice.earnings.why.handler(async ({ input, context, errors }) => {
    const reason = await reasonOf(network, context.device, input.epoch);
    if (reason === undefined) throw errors.EPOCH_NOT_FOUND({ data: { epoch: input.epoch } });
    return reason;
  }),
});
