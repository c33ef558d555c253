/** Decisions about coins, in two steps: what it would mean, then doing it. */
import type { Base } from './base.ts';
import type { Services } from './services.ts';

export const stakeHandlers = (base: Base, { stakeDesk }: Services) => ({
  prepare: base.stake.prepare.handler(async ({ input, errors }) => {
    const answer = await stakeDesk.prepare(input.action, input.amount);
    if (answer.kind === 'quote') return answer.quote;
    if (answer.kind === 'too_large') throw errors.AMOUNT_TOO_LARGE({ data: { available: answer.available } });
    throw answer.kind === 'in_use' ? errors.STAKE_IN_USE() : errors.NOT_JOINED();
  }),
  confirm: base.stake.confirm.handler(async ({ input, errors, signal = new AbortController().signal }) => {
    const answer = await stakeDesk.confirm(input.confirmationId, signal);
    if (answer.kind === 'done') return { staked: answer.staked, freeAt: answer.freeAt };
    if (answer.kind === 'too_large') throw errors.AMOUNT_TOO_LARGE({ data: { available: answer.available } });
    if (answer.kind === 'outdated') throw errors.INTENT_OUTDATED();
    throw answer.kind === 'in_use' ? errors.STAKE_IN_USE() : errors.CONFIRMATION_EXPIRED();
  }),
});
