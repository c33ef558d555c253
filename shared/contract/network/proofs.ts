/**
 * A challenge to one device, with a part for each of its GPUs, and its two answers: first the fills' commitment, then,
 * for the nonces that it is given at one instant, the walks' shares. The arithmetic is in shared/domain/proof; here are
 * only the shapes on the wire.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));

/** Everything that fixes the work, so that prover and verifier compute the same bits. */
export const proofSpecSchema = z.object({
  algorithm: z.literal('perigee-fill-walk-1'),
  /** `gpu`: WGSL on the claimed adapter. `cpu`: the same arithmetic on the processor. */
  target: z.enum(['gpu', 'cpu']),
  /** 32 bytes. */
  seed: hex(32),
  /** Power of two, at least 1 MiB; items of 128 bytes. */
  shardBytes: z
    .number()
    .int()
    .min(2 ** 20)
    .max(2 ** 30),
  shards: z.number().int().min(1).max(4096),
  /** ChaCha8 permutations per half of an item, one after the other. */
  rounds: z.number().int().min(1).max(1024),
  /** Lanes that walk. */
  lanes: z
    .number()
    .int()
    .min(1)
    .max(2 ** 30),
  /** Dependent 128-byte reads of one lane. */
  steps: z.number().int().min(1).max(1024),
  /** An item whose first word is below this is a fill share. */
  fillTarget: z.number().int().min(0).max(0xffffffff),
  /** A lane whose digest's first word is below this is a walk share. */
  shareTarget: z.number().int().min(0).max(0xffffffff),
  /** Fewer walk shares than this fail. */
  minShares: z.number().int().min(0),
});
export type ProofSpec = z.infer<typeof proofSpecSchema>;

/** GPUs that one challenge can ask at once. */
export const mostParts = 12;
/** Place of the GPU in the device's claim; 0 for a processor. */
const gpu = z
  .number()
  .int()
  .min(0)
  .max(mostParts - 1);

const partsOf = <T extends z.ZodRawShape>(shape: T) =>
  z
    .array(z.object({ gpu, ...shape }))
    .min(1)
    .max(mostParts);

export const challengeSchema = z.object({
  challengeId: z.string(),
  epoch: z.number().int(),
  /** Each with a seed of its own; all are asked at this instant. */
  parts: partsOf({ spec: proofSpecSchema }),
  /** From the moment the challenge is sent to the commitment's arrival. */
  fillDeadlineMs: z.number().int().positive(),
  /** From the nonces' sending to the shares' arrival. */
  walkDeadlineMs: z.number().int().positive(),
  /** `packed`: this network takes shares either way. One that does not say takes lists. */
  sharesAs: z.enum(['list', 'packed']).default('list'),
});
export type Challenge = z.infer<typeof challengeSchema>;
export type ChallengePart = Challenge['parts'][number];

/** Item index and the item's first word, for every item below fillTarget (at most 4096, in index order). */
export const fillShareSchema = z.object({
  shard: z.number().int().min(0),
  item: z.number().int().min(0),
  word: z.number().int().min(0),
});
/** Lane number and the four words of its digest. */
export const walkShareSchema = z.object({
  lane: z.number().int().min(0),
  digest: z.tuple([z.number(), z.number(), z.number(), z.number()]),
});
/** Bytes of one share as `packed` carries it (shared/domain/proof/packing.ts). */
export const packedFillShareBytes = 10;
export const packedWalkShareBytes = 20;
/** Looks at the end alone: it is asked of text that was refused already, too, which may be long and nothing but `=`. */
const bytesInBase64 = (text: string): number =>
  (text.length / 4) * 3 - (text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0);
const packed = (bytesEach: number, most: number) =>
  z
    .base64()
    .max(Math.ceil((most * bytesEach) / 3) * 4)
    .refine((text) => bytesInBase64(text) % bytesEach === 0, { message: `not a whole number of ${bytesEach} bytes` });
const mostFillShares = 4096;
const mostWalkShares = 16_384;

export type FillShare = z.infer<typeof fillShareSchema>;
export type WalkShare = z.infer<typeof walkShareSchema>;

/**
 * What a card was at in the middle of its work, as its own driver says it. Claims, held to no range, so that a driver's
 * odd figure costs nobody a proof. null: the driver does not say.
 */
export const proofConditionsSchema = z.object({
  coreClockMhz: z.number().nullable(),
  memoryClockMhz: z.number().nullable(),
  temperatureCelsius: z.number().nullable(),
  powerWatts: z.number().nullable(),
});
export type ProofConditions = z.infer<typeof proofConditionsSchema>;

/** Characters of a driver's name that are told. */
export const mostDriverChars = 200;

/**
 * What the prover says of its own work. Claims: none of it decides a verdict, all of it is compared over weeks.
 */
export const proofTelemetrySchema = z.object({
  /** By the device's own clock. */
  fillMs: z.number().nonnegative(),
  walkMs: z.number().nonnegative(),
  /** Durations of dispatches of the walk, in order, thinned to this many at most. */
  dispatchMs: z.array(z.number().nonnegative()).max(64),
  /** Counted by a kernel; null: the driver has no such feature. */
  subgroupSize: z.number().int().positive().nullable(),
  /** SHA-256 over the adapter's limits and features, hex. */
  adapterHash: hex(32).nullable(),
  driver: z.string().max(mostDriverChars).nullable(),
  /** null: nobody looked in time, the driver says nothing at all, or the app is older than this. */
  conditions: proofConditionsSchema.nullable().default(null),
});
export type ProofTelemetry = z.infer<typeof proofTelemetrySchema>;

/**
 * - `invalid_share`: many of the sampled shares are not what the seed gives: made up, or computed over other memory
 * - `bad_memory`: one or two of them, as a failing memory chip does it
 * - `late`: the deadline was over
 * - `replayed`: right for something else that this device was asked
 * - `wrong_coverage`: the device could not take the memory that it was asked for
 * - `too_fast`: right, and faster than hardware of the claimed model can be
 */
export const verdicts = [
  'passed',
  'invalid_share',
  'bad_memory',
  'too_few_shares',
  'late',
  'replayed',
  'wrong_coverage',
  'too_fast',
  'malformed',
] as const;
export type Verdict = (typeof verdicts)[number];

/**
 * Why a part is `malformed` or `replayed`, where it can be told.
 * - `duplicate`, `out_of_order`, `out_of_range`: a share twice, after a later one, of a place that does not exist
 * - `other_nonce`: walked for the nonce of an earlier challenge
 * - `other_seed`: filled or walked with the seed of an earlier challenge
 * - `other_challenge`: the walk of an earlier challenge, seed and nonce
 * - `other_card`: the answer of another card of the same challenge
 */
export const verdictDetails = [
  'duplicate',
  'out_of_order',
  'out_of_range',
  'other_nonce',
  'other_seed',
  'other_challenge',
  'other_card',
] as const;
export type VerdictDetail = (typeof verdictDetails)[number];

/** Fill shares of one shard that were computed again, and how many of them were wrong. */
export const shardCheckSchema = z.object({
  shard: z.number().int().min(0),
  checked: z.number().int().min(1),
  wrong: z.number().int().min(0),
});
export type ShardCheck = z.infer<typeof shardCheckSchema>;

/** One GPU's part of a verdict. */
export const partVerdictSchema = z.object({
  gpu,
  verdict: z.enum(verdicts),
  /** null: there is no more to tell. */
  detail: z.enum(verdictDetails).nullable().default(null),
  /** What it was asked to hold, and what it thereby proved: 0 unless it passed. */
  askedBytes: z.number().int(),
  provenBytes: z.number().int(),
  sharesFound: z.number().int(),
  sharesNeeded: z.number().int(),
  /** Shares that were computed again, and how many of them were wrong. */
  sharesChecked: z.number().int(),
  sharesWrong: z.number().int(),
  /**
   * Where in the memory a wrong fill was: every shard that was looked at, in order, so that right ones and wrong ones
   * show as a step. Empty unless a fill share was wrong; a walk share has read every shard and tells nothing of one.
   */
  fillByShard: z.array(shardCheckSchema).max(4096).default([]),
});
export type PartVerdict = z.infer<typeof partVerdictSchema>;

/** The way to a device and back, as the network clocked it by pings of the session, around the two stages. */
export const roundTripSchema = z.object({
  /** The shortest. */
  floorMs: z.number().nonnegative(),
  /** By how much one differs from the next, on average; null: one ping alone was answered. */
  jitterMs: z.number().nonnegative().nullable(),
});
export type RoundTrip = z.infer<typeof roundTripSchema>;

export const proofVerdictSchema = z.object({
  challengeId: z.string(),
  /** The gravest of its parts. */
  verdict: z.enum(verdicts),
  parts: z.array(partVerdictSchema),
  /** As the network clocked it; its own sending to its own receiving. */
  fillMs: z.number(),
  walkMs: z.number(),
  fillDeadlineMs: z.number(),
  walkDeadlineMs: z.number(),
  verifyMs: z.number(),
  /** Nothing is subtracted for it. null: no ping was answered, or the network is older than this. */
  roundTrip: roundTripSchema.nullable().default(null),
  /** Over all parts. */
  provenBytes: z.number().int(),
  sharesFound: z.number().int(),
  sharesNeeded: z.number().int(),
  /** It failed while the network had reason to doubt its own rules: it counts for nobody. */
  isExcused: z.boolean(),
  /**
   * It was late, and no trusted device has shown yet that its model can be in time: it earns nothing and is held against
   * nobody while the network's figures of the model are looked at.
   */
  isUnderReview: z.boolean().default(false),
});
export type ProofVerdict = z.infer<typeof proofVerdictSchema>;

const errors = {
  CHALLENGE_UNKNOWN: { status: 404 },
  CHALLENGE_SPENT: { status: 409 },
  /** `isUnderReview`: as in the verdict that it was given. */
  CHALLENGE_LATE: {
    status: 409,
    data: z.object({ deadlineMs: z.number(), tookMs: z.number(), isUnderReview: z.boolean().default(false) }),
  },
} as const;

export const proofsContract = {
  commit: oc
    .route({
      method: 'POST',
      path: '/proofs/{challengeId}/commitment',
      tags: ['proofs'],
      summary: 'Commit to every fill and get every nonce',
    })
    .input(
      z.object({
        challengeId: z.string(),
        /** `coveredBytes`: memory that the GPU really holds; less than was asked for ends the challenge. */
        parts: partsOf({
          coveredBytes: z.number().int().nonnegative(),
          fillShares: z.union([
            z.array(fillShareSchema).max(mostFillShares),
            packed(packedFillShareBytes, mostFillShares),
          ]),
        }),
      }),
    )
    .output(z.object({ parts: partsOf({ nonce: hex(16) }) }))
    .errors({
      ...errors,
      COVERAGE_SHORT: { status: 409, data: z.object({ coveredBytes: z.number(), neededBytes: z.number() }) },
      COMMITMENT_MALFORMED: { status: 422 },
    }),
  answer: oc
    .route({
      method: 'POST',
      path: '/proofs/{challengeId}/answer',
      tags: ['proofs'],
      summary: 'Send every walk’s shares and get the verdict',
    })
    .input(
      z.object({
        challengeId: z.string(),
        parts: partsOf({
          walkShares: z.union([
            z.array(walkShareSchema).max(mostWalkShares),
            packed(packedWalkShareBytes, mostWalkShares),
          ]),
          telemetry: proofTelemetrySchema.nullable(),
        }),
        /** Ed25519 over the transcript of shared/domain/signing by the device's key, base64url. */
        signature: z.string().max(128),
      }),
    )
    .output(proofVerdictSchema)
    .errors(errors),
};
