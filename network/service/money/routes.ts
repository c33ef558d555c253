/** The procedures of earnings. */
import type { Callers } from '../api/callers.ts';
import { reasonOf } from '../devices/standing.ts';
import type { Network } from '../network.ts';
import { earnedHoursOf } from './earned-hours.ts';
import { createRunningHour } from './running-hour.ts';
import { statementOf } from './statement.ts';

export const earningRoutes = ({ asDevice }: Callers, network: Network) => {
  const runningHour = createRunningHour(network);
  return {
    statement: asDevice.earnings.statement.handler(({ context }) => statementOf(network, context.device, runningHour)),
    hours: asDevice.earnings.hours.handler(async ({ input, context }) => {
      const { before = null, limit } = input;
      return { hours: await earnedHoursOf(network, context.device, { before, limit }) };
    }),
    why: asDevice.earnings.why.handler(async ({ input, context, errors }) => {
      const reason = await reasonOf(network, context.device, input.epoch);
      if (reason === undefined) throw errors.EPOCH_NOT_FOUND({ data: { epoch: input.epoch } });
      return reason;
    }),
  };
};
