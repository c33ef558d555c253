/**
 * The live session of one device over WebSocket: it signs the connection's own challenge, then sends heartbeats and
 * receives challenges and job offers.
 */
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { jobSpecSchema } from '../job-spec.ts';
import { positiveAmountSchema, timeSchema } from './amounts.ts';
import { inferenceAskSchema } from './inference.ts';
import { challengeSchema } from './proofs.ts';

/**
 * What becomes of a job when the owner uses the PC: its processes stand still, or it is asked to end and has its grace
 * for a checkpoint. `finish` may run on where the owner is not there (an hour of the calendar, a price), else it freezes.
 */
export const ownerReturnClasses = ['freeze', 'stop', 'finish'] as const;
export type OwnerReturnClass = (typeof ownerReturnClasses)[number];

/** An offer that the network signed for this device only. */
export const jobOfferSchema = z.object({
  offerId: z.string(),
  deviceId: z.string(),
  spec: jobSpecSchema,
  /** Cards that the device adds to those that the job names, of its own choice. Left out: none. */
  gpuCount: z.number().int().min(1).max(16).optional(),
  /** The most that the job pays: for all the minutes that were agreed. */
  pay: positiveAmountSchema,
  /** A job that has not begun by then never does. Whoever answers within two minutes is not passed over. */
  expiresAt: timeSchema,
  whenOwnerReturns: z.enum(ownerReturnClasses),
  /**
   * Ed25519 over `perigee-image-1\n<spec.image>`, base64url, by the key in `parameters.networkKey`: the network vouches for
   * what is in the image. null: it does not.
   */
  imageSignature: z.string().nullable(),
  /** Ed25519 over the canonical JSON of every field above, base64url, by the key in `parameters.networkKey`. */
  signature: z.string(),
});
export type JobOffer = z.infer<typeof jobOfferSchema>;

export const sessionEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('challenge'), challenge: challengeSchema }),
  z.object({ kind: z.literal('offer'), offer: jobOfferSchema }),
  /** To a device that is ready and claims this model; the result goes to `POST /v1/inference/{taskId}/result`. */
  z.object({ kind: z.literal('inference'), ask: inferenceAskSchema }),
  /** The job is nobody's any more, or another device's: it is stopped by its grace. Nothing for one that is not there. */
  z.object({ kind: z.literal('cancel'), jobId: z.string().max(64) }),
  z.object({ kind: z.literal('epoch_closed'), epoch: z.number().int() }),
  z.object({ kind: z.literal('slashed'), slashId: z.string() }),
  /**
   * Asks for a test of the line: `GET /v1/link-tests/{testId}` gives that many bytes, and the same are sent back to it by
   * POST. Both are signed as every request is.
   */
  z.object({ kind: z.literal('link_test'), testId: z.uuid(), bytes: z.number().int().positive() }),
]);
export type SessionEvent = z.infer<typeof sessionEventSchema>;

const notAuthenticated = { SESSION_NOT_AUTHENTICATED: {} };

export const sessionContract = {
  /** First call on a connection. */
  open: oc.output(z.object({ challenge: z.string(), serverTime: timeSchema })),
  /** Signature over `perigee-session-1\n<authority>\n<challenge>` with the device key. */
  authenticate: oc
    .input(z.object({ deviceId: z.string(), signature: z.string() }))
    .output(z.object({ sessionId: z.string() }))
    .errors({ SESSION_REFUSED: {} }),
  heartbeat: oc
    .input(z.object({ seq: z.number().int().positive(), state: z.enum(['ready', 'hired', 'paused']) }))
    .output(z.object({ seq: z.number().int(), serverTime: timeSchema }))
    .errors({ ...notAuthenticated, HEARTBEAT_OUT_OF_ORDER: {} }),
  events: oc.output(eventIterator(sessionEventSchema)).errors(notAuthenticated),
};
