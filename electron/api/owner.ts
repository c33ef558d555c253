/** What the owner's surroundings say: a café's software, about its seat. */
import type { Base } from './base.ts';
import type { Services } from './services.ts';

export const ownerHandlers = (base: Base, { ownerGuard }: Services) => ({
  seat: base.owner.seat.handler(({ input }) => {
    ownerGuard.setSeat(input.state);
    return ownerGuard.owner.get();
  }),
});
