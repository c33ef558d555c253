/** The one thing that a café's software may say here, with a token that is good for nothing else. */
import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { type SeatState, seatStates } from '../../../shared/contract/owner-words.ts';

export interface SeatDoor {
  isToken(candidate: string): boolean;
  /** @returns false for a body that says neither `free` nor `taken` */
  take(body: unknown): Promise<boolean>;
}

const bodySchema = z.strictObject({ state: z.enum(seatStates) });

/** @param token as it is now; null: nobody has asked for one yet, so nobody is let in */
export const createSeatDoor = (
  token: () => string | null,
  setSeat: (state: SeatState) => Promise<unknown>,
): SeatDoor => ({
  isToken: (candidate) => {
    const given = Buffer.from(candidate);
    const expected = Buffer.from(token() ?? '');
    return expected.length > 0 && given.length === expected.length && timingSafeEqual(given, expected);
  },
  take: async (body) => {
    const read = bodySchema.safeParse(body);
    if (!read.success) return false;
    await setSeat(read.data.state);
    return true;
  },
});
