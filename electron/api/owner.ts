/** The owner's lock, and what a café's software says of its seat. */
import type { Base } from './base.ts';
import type { Services } from './services.ts';

export const ownerHandlers = (base: Base, { ownerGuard, ownerLock }: Services) => ({
  setLock: base.owner.setLock.handler(async ({ input }) => {
    await ownerLock.set(input.pin);
    return ownerGuard.owner.get();
  }),
  openLock: base.owner.openLock.handler(async ({ input }) => {
    await ownerLock.open(input.pin);
    return ownerGuard.owner.get();
  }),
  closeLock: base.owner.closeLock.handler(() => {
    ownerLock.close();
    return ownerGuard.owner.get();
  }),
  removeLock: base.owner.removeLock.handler(() => {
    ownerLock.remove();
    return ownerGuard.owner.get();
  }),
  seat: base.owner.seat.handler(({ input }) => {
    ownerGuard.setSeat(input.state);
    return ownerGuard.owner.get();
  }),
});
