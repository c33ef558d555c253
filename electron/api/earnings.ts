/** The arithmetic behind one hourly reward. */
import type { Base } from './base.ts';
import type { Services } from './services.ts';

export const earningsHandlers = (base: Base, { money }: Services) => ({
  why: base.earnings.why.handler(async ({ input, errors }) => {
    const reason = await money.why(input.epoch);
    if (reason === null) throw errors.EPOCH_NOT_FOUND({ data: input });
    return reason;
  }),
});
