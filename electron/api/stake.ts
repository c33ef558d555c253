/** Decisions about coins, in two steps: what it would mean, then doing it. */
import { PerigeeError } from '../../shared/contract/codes.ts';
import type { SupportRefusal } from '../link/move-refusal.ts';
import type { Base } from './base.ts';
import type { Services } from './services.ts';

/** No rule says so of an owner's own stake. */
const outOfPlace = ({ code }: SupportRefusal): PerigeeError =>
  new PerigeeError('NETWORK_REFUSED', { code, detail: '' });

export const stakeHandlers = (base: Base, { stakeDesk }: Services) => ({
  prepare: base.stake.prepare.handler(async ({ input, errors }) => {
    const answer = await stakeDesk.prepare(input.action, input.amount);
    if (answer.kind === 'quote') return answer.quote;
    if (answer.kind === 'too_large') throw errors.AMOUNT_TOO_LARGE({ data: { available: answer.available } });
    if (answer.kind === 'unsupportable') throw outOfPlace(answer.refusal);
    throw answer.kind === 'in_use' ? errors.STAKE_IN_USE() : errors.NOT_JOINED();
  }),
  confirm: base.stake.confirm.handler(async ({ input, errors, signal = new AbortController().signal }) => {
    const answer = await stakeDesk.confirm(input.confirmationId, signal);
    if (answer.kind === 'done') return { staked: answer.staked, freeAt: answer.freeAt };
    if (answer.kind === 'too_large') throw errors.AMOUNT_TOO_LARGE({ data: { available: answer.available } });
    if (answer.kind === 'outdated') throw errors.INTENT_OUTDATED();
    if (answer.kind === 'unsupportable') throw outOfPlace(answer.refusal);
    throw answer.kind === 'in_use' ? errors.STAKE_IN_USE() : errors.CONFIRMATION_EXPIRED();
  }),
});
