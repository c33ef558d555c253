/** Where what was earned went, and the arithmetic behind one hourly reward. */
import type { Base } from './base.ts';
import type { Services } from './services.ts';

export const earningsHandlers = (base: Base, { money, earningsDesk: desk }: Services) => ({
  report: base.earnings.report.handler(async ({ input, errors }) => {
    const report = await desk.report(input.hours);
    if (report === null) throw errors.NOT_JOINED();
    return report;
  }),
  hours: base.earnings.hours.handler(async ({ input, errors }) => {
    const hours = await desk.hours(input.hours);
    if (hours === null) throw errors.NOT_JOINED();
    return hours;
  }),
  why: base.earnings.why.handler(async ({ input, errors }) => {
    const reason = await money.why(input.epoch);
    if (reason === null) throw errors.EPOCH_NOT_FOUND({ data: input });
    return reason;
  }),
});
