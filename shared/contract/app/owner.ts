/** What the owner does with this PC, as far as it stops work, and the rules by which it does. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import {
  hourRules,
  lockStates,
  lowerReasons,
  lowerRefusals,
  ownerSigns,
  seatStates,
  standAsideCauses,
} from '../owner-words.ts';

export const standAsideSchema = z.object({
  cause: z.enum(standAsideCauses),
  /** The program's name, where there is one. */
  program: z.string().nullable(),
  /** GPUs it is about, by id; null: the whole PC. */
  gpuIds: z.array(z.string()).nullable(),
  since: z.number(),
  /** When work comes back, now that the sign is gone; null while it is there. */
  until: z.number().nullable(),
});
export type StandAside = z.infer<typeof standAsideSchema>;

/** A GPU whose power limit is held lower for now, before work has to stop. */
export const heldCardSchema = z.object({
  gpuId: z.string(),
  watts: z.number().positive(),
  reasons: z.array(z.enum(lowerReasons)),
});

export const ownerSchema = z.object({
  /** Gravest first; empty: nothing stops work. */
  standAside: z.array(standAsideSchema),
  /** Which signs can be seen here. */
  seen: z.record(z.enum(ownerSigns), z.boolean()),
  /** As the café said last; null: nobody says. */
  seat: z.enum(seatStates).nullable(),
  held: z.array(heldCardSchema),
  /** Why a GPU's limit is not lowered, by id, as far as it was tried: work stops instead. */
  notHeld: z.record(z.string(), z.enum(lowerRefusals)),
  /** While `locked` every call that changes something is refused with LOCKED, but for the seat's. */
  lock: z.enum(lockStates),
});
export type Owner = z.infer<typeof ownerSchema>;

/** Seven days from Monday, 24 hours each, in the PC's own time. */
export const weekSchema = z.array(z.array(z.enum(hourRules)).length(24)).length(7);

const pin = z.object({ pin: z.string().min(4).max(64) });

export const ownerContract = {
  /** Sets or changes the owner's PIN, and locks. @throws LOCKED */
  setLock: oc.input(pin).output(ownerSchema),
  /** Opens the lock for a quarter of an hour. @throws LOCK_REFUSED with the time until the next try */
  openLock: oc.input(pin).output(ownerSchema),
  closeLock: oc.output(ownerSchema),
  /** Takes the lock away. @throws LOCKED */
  removeLock: oc.output(ownerSchema),
  /** What the café's own software says of this seat. It holds until it says something else, or the app ends. */
  seat: oc.input(z.object({ state: z.enum(seatStates) })).output(ownerSchema),
};
