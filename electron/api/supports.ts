/** Coins behind others' devices: reading what is offered and had, and a supporter's moves in two steps. */
import { ORPCError } from '@orpc/server';
import { PerigeeError } from '../../shared/contract/codes.ts';
import type { MoveRefusal } from '../link/move-refusal.ts';
import type { Base } from './base.ts';
import type { Services } from './services.ts';

/** A rule's no as the contract has it: its code, and its facts where it has some. */
const refused = (answer: MoveRefusal): Error => {
  if (answer.kind === 'too_large') return new ORPCError('AMOUNT_TOO_LARGE', { data: { available: answer.available } });
  // Of an owner's stake alone: no rule says so of a supporter's.
  if (answer.kind === 'in_use') return new PerigeeError('NETWORK_REFUSED', { code: 'STAKE_IN_USE', detail: '' });
  const { code, ...facts } = answer.refusal;
  return new ORPCError(code, { data: Object.keys(facts).length === 0 ? undefined : facts });
};

export const supportsHandlers = (base: Base, { supportDesk, beginSupporting }: Services) => ({
  begin: base.supports.begin.handler(() => beginSupporting()),
  offers: base.supports.offers.handler(async ({ input, errors }) => {
    const page = await supportDesk.offers(input);
    if (page === null) throw errors.NOT_JOINED();
    return page;
  }),
  open: base.supports.open.handler(async ({ input, errors }) => {
    const offer = await supportDesk.open(input.deviceId);
    if (offer === null) throw errors.NOT_JOINED();
    if (offer === 'no_offer') throw errors.OFFER_NOT_FOUND();
    return offer;
  }),
  positions: base.supports.positions.handler(async ({ errors }) => {
    const positions = await supportDesk.positions();
    if (positions === null) throw errors.NOT_JOINED();
    return positions;
  }),
  prepare: base.supports.prepare.handler(async ({ input, errors }) => {
    const answer = await supportDesk.prepare(input);
    if (answer === null) throw errors.NOT_JOINED();
    if (answer.kind === 'quote') return answer.quote;
    throw refused(answer);
  }),
  confirm: base.supports.confirm.handler(async ({ input, errors, signal = new AbortController().signal }) => {
    const answer = await supportDesk.confirm(input.confirmationId, signal);
    if (answer.kind === 'done') return { held: answer.held, freeAt: answer.freeAt };
    if (answer.kind === 'expired') throw errors.CONFIRMATION_EXPIRED();
    if (answer.kind === 'outdated') throw errors.INTENT_OUTDATED();
    throw refused(answer);
  }),
});
