/**
 * A challenge to one device, and its two answers: first the fill's commitment, then, for the nonce it is given, the
 * walk's shares. The arithmetic is in shared/domain/proof; here are only the shapes on the wire.
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
    .max(2 ** 22),
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

export const challengeSchema = z.object({
  challengeId: z.string(),
  epoch: z.number().int(),
  spec: proofSpecSchema,
  /** From the moment the challenge is sent to the commitment's arrival. */
  fillDeadlineMs: z.number().int().positive(),
  /** From the nonce's sending to the shares' arrival. */
  walkDeadlineMs: z.number().int().positive(),
});
export type Challenge = z.infer<typeof challengeSchema>;

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
export type FillShare = z.infer<typeof fillShareSchema>;
export type WalkShare = z.infer<typeof walkShareSchema>;

export const verdicts = [
  'passed',
  'invalid_share',
  'too_few_shares',
  'late',
  'replayed',
  'wrong_coverage',
  'malformed',
] as const;

export const proofVerdictSchema = z.object({
  challengeId: z.string(),
  verdict: z.enum(verdicts),
  /** As the network clocked it; its own sending to its own receiving. */
  fillMs: z.number(),
  walkMs: z.number(),
  fillDeadlineMs: z.number(),
  walkDeadlineMs: z.number(),
  verifyMs: z.number(),
  provenBytes: z.number().int(),
  sharesFound: z.number().int(),
  sharesNeeded: z.number().int(),
});
export type ProofVerdict = z.infer<typeof proofVerdictSchema>;

const errors = {
  CHALLENGE_UNKNOWN: { status: 404 },
  CHALLENGE_SPENT: { status: 409 },
  CHALLENGE_LATE: { status: 409, data: z.object({ deadlineMs: z.number(), tookMs: z.number() }) },
} as const;

export const proofsContract = {
  commit: oc
    .route({
      method: 'POST',
      path: '/proofs/{challengeId}/commitment',
      tags: ['proofs'],
      summary: 'Commit to the fill and get the nonce',
    })
    .input(z.object({ challengeId: z.string(), fillShares: z.array(fillShareSchema).max(4096) }))
    .output(z.object({ nonce: hex(16) }))
    .errors(errors),
  answer: oc
    .route({
      method: 'POST',
      path: '/proofs/{challengeId}/answer',
      tags: ['proofs'],
      summary: 'Send the walk shares and get the verdict',
    })
    .input(z.object({ challengeId: z.string(), walkShares: z.array(walkShareSchema).max(16384) }))
    .output(proofVerdictSchema)
    .errors(errors),
};
