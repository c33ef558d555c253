/**
 * Inferences: an account's owner or staff ask for one, the network gives it to a device, and the device answers under its
 * own signature. What it says of whose device it was is nothing.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { mostPromptBytes, mostTokens } from '../../domain/inference/infer.ts';
import { inferenceModel } from '../../domain/inference/model.ts';
import { accountErrors } from './accounts.ts';
import { amountSchema, timeSchema } from './amounts.ts';

const taskId = z.string().min(1).max(64);
const bytesIn = (most: number) =>
  z
    .base64()
    .min(4)
    .refine((text) => (text.length * 3) / 4 - (text.match(/=*$/)?.[0].length ?? 0) <= most, 'too long');
const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** `waiting`: for a device. `asked`: one has it. `expired`: none answered in time, and everything was given back. */
export const inferenceStates = ['waiting', 'asked', 'done', 'expired'] as const;
/**
 * Whether validators compute it again. `undrawn`: the lot is not known yet. `passed_over`: it fell on others. `open`: they
 * do. `right`, `falsified`: what two of three found. `lapsed`: too few could be found in time.
 */
export const inferenceChecks = ['undrawn', 'passed_over', 'open', 'right', 'falsified', 'lapsed'] as const;

export const inferenceSchema = z.object({
  id: taskId,
  model: z.string(),
  state: z.enum(inferenceStates),
  /** How many tokens were asked for; one is one byte. */
  tokens: z.number().int(),
  /** The bytes that were written, base64; null until then, and once it is a month old. */
  output: z.string().nullable(),
  /** One for each token, each going on from the one before; empty where there is no output. */
  digests: z.array(digest),
  /** Of all tokens, before the fee. */
  price: amountSchema,
  fee: amountSchema,
  submittedAt: timeSchema,
  /** Nobody has answered by then: everything is given back. */
  patienceUntil: timeSchema,
  answeredAt: timeSchema.nullable(),
  check: z.enum(inferenceChecks),
});
export type Inference = z.infer<typeof inferenceSchema>;

export const inferenceAskSchema = z.object({
  taskId,
  model: z.string().max(64),
  /** Bytes, base64. */
  prompt: bytesIn(mostPromptBytes),
  tokens: z.number().int().min(1).max(mostTokens),
  /** From when it was sent; an answer that comes later is another device's. */
  deadlineMs: z.number().int().positive(),
});
export type InferenceAsk = z.infer<typeof inferenceAskSchema>;

export const inferenceContract = {
  submit: oc
    .route({
      method: 'POST',
      path: '/inference',
      tags: ['inference'],
      summary: 'Ask for an inference and hold its price',
    })
    .input(
      z.object({
        model: z.literal(inferenceModel).default(inferenceModel),
        /** Bytes, base64. Validators who compute it again read it, and so does whoever judges an appeal. */
        prompt: bytesIn(mostPromptBytes),
        tokens: z.number().int().min(1).max(mostTokens),
        /** The same key again gives the first answer and moves nothing. */
        idempotencyKey: z.uuid(),
      }),
    )
    .output(inferenceSchema)
    .errors({
      ...accountErrors,
      NOT_ENOUGH_COINS: { status: 409, data: z.object({ needed: amountSchema, available: amountSchema }) },
      /** A hundred of this account have not ended. */
      TOO_MANY_JOBS: { status: 429 },
    }),
  status: oc
    .route({ method: 'GET', path: '/inference/{taskId}', tags: ['inference'], summary: 'An inference of this account' })
    .input(z.object({ taskId }))
    .output(inferenceSchema)
    .errors({ ...accountErrors, JOB_NOT_FOUND: { status: 404 } }),
  /** By the device that was asked and has no time for it: another one is asked. Nothing when it is not asked any more. */
  decline: oc
    .route({
      method: 'POST',
      path: '/inference/{taskId}/decline',
      tags: ['inference'],
      summary: 'Leave an inference to another device',
    })
    .input(z.object({ taskId }))
    .output(z.object({ isDeclined: z.literal(true) })),
  /** By the device that was asked, once; the same again changes nothing. */
  result: oc
    .route({
      method: 'POST',
      path: '/inference/{taskId}/result',
      tags: ['inference'],
      summary: 'Hand over what an inference came to',
    })
    .input(
      z.object({
        taskId,
        /** Bytes, base64, as many as were asked for. */
        tokens: bytesIn(mostTokens),
        digests: z.array(digest).min(1).max(mostTokens),
        /**
         * Ed25519 by the device's key over `perigee-inference-result-1`, a line feed, and the canonical JSON of `taskId`,
         * `model`, `prompt`, `count`, `tokens` (both in hex) and `digests`; base64url.
         */
        signature: z.string().max(128),
      }),
    )
    .output(z.object({ isTaken: z.literal(true) }))
    .errors({
      /** It was never this device's, or is not any more. */
      LEASE_NOT_HELD: { status: 404 },
      /** Not as many tokens or digests as were asked for. */
      RESULT_INCOMPLETE: { status: 422 },
      SIGNATURE_WRONG: { status: 422 },
    }),
};
