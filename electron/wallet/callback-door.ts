/**
 * The way back from an external signer: answers come to the app's own server on this PC and are told apart by a one-time
 * secret. A wrong, used or late one changes nothing. What an answer is worth is judged by whoever waits for it.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { PerigeeError } from '../../shared/contract/codes.ts';
import type { Clock } from '../../shared/units/time.ts';
import { within } from '../link/deadline.ts';

export const signingDeadlineMs = 300_000;

export type SignerAnswer =
  | { readonly kind: 'signed'; readonly publicKey: string; readonly signature: string }
  | { readonly kind: 'declined' }
  /** From the signer, by its secret, and yet no answer. */
  | { readonly kind: 'unreadable' };

export interface Expected {
  /** 256 bits, base64url, good once. */
  readonly state: string;
  /** Where the answer must be brought. */
  readonly callback: string;
  /**
   * Waits for it. Once it has settled, in whatever way, the secret is worth nothing.
   *
   * @throws SIGNING_FAILED `timed_out` after five minutes, CANCELLED
   */
  answer(signal: AbortSignal): Promise<SignerAnswer>;
}

export interface CallbackDoor {
  /** Address of the server that brings answers here; null: there is none. */
  openAt(origin: string | null): void;
  /** @throws SIGNING_FAILED `no_way_back` */
  expect(): Expected;
  /** @param brought  query of the call that brought it */
  take(brought: URLSearchParams): 'taken' | 'refused';
}

export const callbackPath = '/wallet/callback';

const signedSchema = z.strictObject({
  state: z.string(),
  key: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
});
const declinedSchema = z.strictObject({ state: z.string(), declined: z.literal('1') });

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();

const readAnswer = (fields: Record<string, string>): SignerAnswer => {
  const signed = signedSchema.safeParse(fields);
  if (signed.success) return { kind: 'signed', publicKey: signed.data.key, signature: signed.data.signature };
  return declinedSchema.safeParse(fields).success ? { kind: 'declined' } : { kind: 'unreadable' };
};

export const createCallbackDoor = (clock: Clock): CallbackDoor => {
  let origin: string | null = null;
  const waiting = new Map<string, { readonly hash: Buffer; readonly give: (answer: SignerAnswer) => void }>();

  return {
    openAt: (next) => {
      origin = next;
    },
    expect: () => {
      if (origin === null) throw new PerigeeError('SIGNING_FAILED', { why: 'no_way_back' });
      const state = randomBytes(32).toString('base64url');
      const { promise, resolve } = Promise.withResolvers<SignerAnswer>();
      waiting.set(state, { hash: hashOf(state), give: resolve });
      const late = (): PerigeeError => new PerigeeError('SIGNING_FAILED', { why: 'timed_out' });
      return {
        state,
        callback: `${origin}${callbackPath}`,
        answer: (cancel) =>
          within({ clock, deadlineMs: signingDeadlineMs, cancel, late }, () => promise).finally(() =>
            waiting.delete(state),
          ),
      };
    },
    take: (brought) => {
      const fields = [...brought];
      const names = new Set(fields.map(([name]) => name));
      // Compared by hash and against every one that waits, so that no time tells how near a guess was.
      const given = hashOf(brought.get('state') ?? '');
      const found = [...waiting].filter(([, { hash }]) => timingSafeEqual(hash, given));
      const [match] = found;
      if (match === undefined || names.size !== fields.length) return 'refused';
      const [state, { give }] = match;
      waiting.delete(state);
      give(readAnswer(Object.fromEntries(fields)));
      return 'taken';
    },
  };
};
