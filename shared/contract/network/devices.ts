/** Devices: registration by a key made on the device, and what the network knows of one. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { timeSchema } from './amounts.ts';

/** What the device says of its hardware. Claims, never proofs. */
export const hardwareClaimSchema = z.object({
  kind: z.enum(['gpu', 'cpu']),
  /** Class of network-rules: `RTX 4090`, `software-gpu`, `cpu`, `unlisted`. */
  class: z.string().max(64),
  count: z.number().int().min(1).max(64),
  vramBytes: z.number().int().nullable(),
  isSoftware: z.boolean(),
  threads: z.number().int().min(1).max(4096),
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
      }),
    )
    .output(deviceSchema)
    .errors({ CLAIM_REFUSED: { status: 422, data: z.object({ reason: z.string() }) }, KEY_REVOKED: { status: 403 } }),
  me: oc.route({ method: 'GET', path: '/devices/me', tags: ['devices'], summary: 'This device' }).output(deviceSchema),
};
