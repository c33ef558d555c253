/**
 * The one thing that a café's software may say here, with a token that is good for nothing else and stays the same from
 * start to start.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type SeatState, seatStates } from '../../../shared/contract/owner-words.ts';

export interface SeatDoor {
  isToken(candidate: string): boolean;
  /** @returns false for a body that says neither `free` nor `taken` */
  take(body: unknown): Promise<boolean>;
}

const bodySchema = z.strictObject({ state: z.enum(seatStates) });
const tokenPattern = /^[A-Za-z0-9_-]{43}$/;

const tokenPath = (dataDir: string): string => join(dataDir, 'seat-token');

/** @returns null when there is none, or it is none of ours */
const readToken = (dataDir: string): string | null => {
  try {
    const token = readFileSync(tokenPath(dataDir), 'utf8').trim();
    return tokenPattern.test(token) ? token : null;
  } catch {
    return null;
  }
};

/** The token of this data folder; made, for its owner only, when there is none. @throws what the file system throws */
export const seatTokenOf = (dataDir: string): string => {
  const known = readToken(dataDir);
  if (known !== null) return known;
  const token = randomBytes(32).toString('base64url');
  writeFileSync(tokenPath(dataDir), `${token}\n`, { mode: 0o600 });
  return token;
};

export const createSeatDoor = (token: string, setSeat: (state: SeatState) => Promise<unknown>): SeatDoor => {
  const expected = Buffer.from(token);
  return {
    isToken: (candidate) => {
      const given = Buffer.from(candidate);
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
    take: async (body) => {
      const read = bodySchema.safeParse(body);
      if (!read.success) return false;
      await setSeat(read.data.state);
      return true;
    },
  };
};
