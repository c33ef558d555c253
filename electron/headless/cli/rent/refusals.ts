/** What a network says no to a renter with. */
import type { Refusals } from '../refusals.ts';

export const rentRefusals: Refusals = {
  keyOf: (code) => `rent.refused.${code}`,
  codes: [
    ...['NO_ACCOUNT', 'ROLE_TOO_LOW', 'KEY_IS_DEVICES', 'SPEC_REFUSED', 'CLASS_UNKNOWN', 'IMAGE_UNSIGNED'],
    ...['PRICE_TOO_LOW', 'NOT_ENOUGH_COINS', 'JOB_ID_TAKEN', 'TOO_MANY_JOBS', 'JOB_NOT_FOUND'],
    ...['NOBODY_HAD_IT', 'SELF_REPORT', 'LINES_UNKNOWN', 'LINES_TOO_FEW', 'LINES_TOO_LONG', 'TOO_MANY_REPORTS'],
  ],
};
