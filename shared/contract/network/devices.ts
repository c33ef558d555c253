/** Devices: registration by a key made on the device, and what the network knows of one. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { anomalyKinds } from '../../domain/patterns/anomaly.ts';
import { timeSchema } from './amounts.ts';

/** What the device says of one GPU. It is asked to prove each of them, all at one instant. */
export const gpuClaimSchema = z.object({
  /** Model of the catalogue, `nvidia-rtx-4090`; null when it is not listed there. */
  model: z.string().max(64).nullable(),
  vramBytes: z.number().int().positive().nullable(),
  /** Memory that it can give to a proof while its owner uses the PC; null: as the network thinks fit. */
  offeredBytes: z.number().int().positive().nullable(),
});
export type GpuClaim = z.infer<typeof gpuClaimSchema>;

/** What the device says of its hardware. Claims, never proofs. */
export const hardwareClaimSchema = z.object({
  kind: z.enum(['gpu', 'cpu']),
  /** Class of network-rules: `RTX 4090`, `software-gpu`, `cpu`, `unlisted`. */
  class: z.string().max(64),
  count: z.number().int().min(1).max(64),
  vramBytes: z.number().int().nullable(),
  isSoftware: z.boolean(),
  threads: z.number().int().min(1).max(4096),
  /** One entry a card, as many as `count`. An app of before there were rigs sends none. */
  gpus: z.array(gpuClaimSchema).max(64).default([]),
  /** Proof algorithms that this version of the app can run. */
  algorithms: z.array(z.string().max(64)).max(16).default(['perigee-fill-walk-1']),
  /** Models by which this version of the app can infer. An app of before there were any sends none. */
  models: z.array(z.string().max(64)).max(16).optional(),
});
export type HardwareClaim = z.infer<typeof hardwareClaimSchema>;

/** network-rules §3: states. */
export const deviceStates = [
  'pending',
  'ready',
  'hired',
  'paused',
  'down',
  'restart_required',
  'verification_failed',
  'blocked',
  'unsupported',
  'inactive',
  'terminated',
] as const;

export const deviceSchema = z.object({
  id: z.string(),
  accountId: z.string(),
  name: z.string(),
  state: z.enum(deviceStates),
  claim: hardwareClaimSchema,
  registeredAt: timeSchema,
  verifiedHours: z.number().int(),
  /** Its line as the network measured it last; null before the first test. */
  link: z.object({ at: timeSchema, downMbps: z.number(), upMbps: z.number() }).nullable(),
  /**
   * Somebody looks at the pattern of its proofs. It costs nothing: it is asked for more proofs meanwhile. null: nobody
   * does.
   */
  review: z
    .object({
      openedAt: timeSchema,
      score: z.number().min(0).max(1),
      reasons: z.array(
        z.object({
          kind: z.enum(anomalyKinds),
          score: z.number(),
          facts: z.record(z.string(), z.union([z.number(), z.string()])),
        }),
      ),
    })
    .nullable(),
  /**
   * Its last proof was late, and no trusted device has shown that its model can be in time: the network's figures of the
   * model are looked at. It earns nothing until it passes, and nothing is held against it.
   */
  isPaceUnderReview: z.boolean().default(false),
});
export type NetworkDevice = z.infer<typeof deviceSchema>;

export const devicesContract = {
  /** Idempotent per key: the same key gets the same device. The request is signed by that key. */
  register: oc
    .route({ method: 'POST', path: '/devices', tags: ['devices'], summary: 'Register this device by its key' })
    .input(
      z.object({
        /** Raw Ed25519 public key, base64url, 43 characters. */
        publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
        name: z.string().min(1).max(64),
        claim: hardwareClaimSchema,
        /** Token of the account that a new device comes into; null: it makes an account of its own. */
        enrolment: z.string().max(64).nullable().default(null),
      }),
    )
    .output(deviceSchema)
    .errors({
      CLAIM_REFUSED: { status: 422, data: z.object({ reason: z.string() }) },
      KEY_REVOKED: { status: 403 },
      /** Unknown, used up, too old or taken back. */
      ENROLMENT_REFUSED: { status: 403 },
    }),
  me: oc.route({ method: 'GET', path: '/devices/me', tags: ['devices'], summary: 'This device' }).output(deviceSchema),
};
