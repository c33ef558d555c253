/**
 * The owner's lock on what this app decides: with a PIN set, whoever stands at the seat may say that it is taken or free,
 * and change nothing else. Guesses are slowed down; the PIN itself is kept nowhere.
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Owner } from '../../shared/contract/app/owner.ts';
import { PerigeeError } from '../../shared/contract/codes.ts';
import { createCell, type ReadonlyCell } from '../../shared/live/cell.ts';
import type { Clock } from '../../shared/units/time.ts';

export const lockRecordSchema = z.object({ salt: z.string(), hash: z.string() });
export type LockRecord = z.infer<typeof lockRecordSchema>;

export interface LockStore {
  get(id: string): LockRecord | null;
  put(id: string, value: LockRecord): void;
  remove(id: string): void;
}

export interface OwnerLock {
  readonly state: ReadonlyCell<Owner['lock']>;
  /** Sets or changes the PIN, and locks. @throws LOCKED while it is locked */
  set(pin: string): Promise<void>;
  /** @throws LOCK_REFUSED when the PIN is wrong, or was tried too often just now */
  open(pin: string): Promise<void>;
  close(): void;
  /** Takes the lock away for good. @throws LOCKED while it is locked */
  remove(): void;
  /** @throws LOCKED while it is locked */
  check(): void;
}

const recordId = 'owner';
/** An owner who goes away leaves it locked. */
const openMs = 15 * 60_000;
/** Guesses without a wait; from then on each costs twice as long as the last. */
const freeGuesses = 3;
const firstWaitMs = 10_000;
const longestWaitMs = 60 * 60_000;

const hashOf = (pin: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(pin.normalize('NFKC'), salt, 32, { N: 2 ** 15, maxmem: 64 * 2 ** 20 }, (error, hash) =>
      error ? reject(error) : resolve(hash),
    );
  });

export const createOwnerLock = ({ store, clock }: { store: LockStore; clock: Clock }): OwnerLock => {
  const state = createCell<Owner['lock']>(store.get(recordId) === null ? 'none' : 'locked');
  let wrong = 0;
  let waitUntilMs = 0;
  let closing = new AbortController();
  /** One guess at a time, so that many at once are not one wait. */
  let last: Promise<unknown> = Promise.resolve();

  const check = (): void => {
    if (state.get() === 'locked') throw new PerigeeError('LOCKED', {});
  };
  const close = (): void => {
    closing.abort();
    if (state.get() === 'open') state.set('locked');
  };
  const closeLater = (): void => {
    closing.abort();
    closing = new AbortController();
    clock.sleep(openMs, closing.signal).then(close, () => undefined);
  };
  const guess = async (pin: string): Promise<void> => {
    const known = store.get(recordId);
    if (known === null) return;
    const waitMs = waitUntilMs - clock.monotonic();
    if (waitMs > 0) throw new PerigeeError('LOCK_REFUSED', { waitMs });
    const hash = await hashOf(pin, Buffer.from(known.salt, 'base64url'));
    const expected = Buffer.from(known.hash, 'base64url');
    if (hash.length !== expected.length || !timingSafeEqual(hash, expected)) {
      wrong += 1;
      const nextMs = wrong < freeGuesses ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** (wrong - freeGuesses));
      waitUntilMs = clock.monotonic() + nextMs;
      throw new PerigeeError('LOCK_REFUSED', { waitMs: nextMs });
    }
    wrong = 0;
    state.set('open');
    closeLater();
  };

  return {
    state,
    check,
    close,
    set: async (pin) => {
      check();
      const salt = randomBytes(16);
      const hash = await hashOf(pin, salt);
      store.put(recordId, { salt: salt.toString('base64url'), hash: hash.toString('base64url') });
      closing.abort();
      state.set('locked');
    },
    open: (pin) => {
      const next = last.catch(() => undefined).then(() => guess(pin));
      last = next;
      return next;
    },
    remove: () => {
      check();
      store.remove(recordId);
      closing.abort();
      state.set('none');
    },
  };
};
