/** The one sentence of state: what this device is doing, and what stands in the way. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { problemSchema } from '../codes.ts';
import { verdictDetails, verdicts } from '../network/proofs.ts';

/**
 * - `new`: first run, nothing asked of the machine yet
 * - `off`: the owner has not started, or stopped
 * - `joining`: registering, staking, proving
 * - `ready`: online and earning hourly rewards, no job
 * - `working`: a job was seen running end to end
 * - `finishing`: takes no new job; ends after this one
 * - `paused`: the owner said pause; the network knows
 * - `aside`: the owner uses the PC, or a rule of theirs says no; the network knows, and work comes back by itself
 * - `blocked`: wants to earn and cannot; `problems` says why, gravest first
 */
export const activities = [
  'new',
  'off',
  'joining',
  'ready',
  'working',
  'finishing',
  'paused',
  'aside',
  'blocked',
] as const;

export const statusSchema = z.object({
  activity: z.enum(activities),
  since: z.number(),
  /** Gravest first. A problem may be there while earning goes on (no engine: proofs still earn). */
  problems: z.array(
    z.object({
      problem: problemSchema,
      since: z.number(),
      evidence: z.array(z.object({ at: z.number(), text: z.string() })),
    }),
  ),
  device: z.object({ id: z.string(), name: z.string(), class: z.string(), kind: z.enum(['gpu', 'cpu']) }).nullable(),
  network: z
    .object({
      name: z.string(),
      /** Where it is asked: `http://127.0.0.1:8790`. */
      address: z.string(),
      /** Play coins: nothing here has a price. */
      isPlay: z.boolean(),
      isOnline: z.boolean(),
      hourMs: z.number().int().positive(),
      hourStartedAt: z.number(),
      hourEndsAt: z.number(),
      /** Entry gates that this network's parameter record drops, by key. */
      droppedGates: z.array(z.string()),
      /** This hour's minutes (60ths of the network hour), oldest first, up to now. */
      minutes: z.array(z.enum(['counted', 'missed'])),
      minutesNeeded: z.number().int(),
    })
    .nullable(),
  lastProof: z
    .object({
      at: z.number(),
      passed: z.boolean(),
      verdict: z.enum(verdicts),
      /** The network doubted its own rules at the time: it counts for nobody. */
      isExcused: z.boolean(),
      proveMs: z.number(),
      deadlineMs: z.number(),
      /** 0..: of the tighter of its two limits; above 1 it was late. */
      shareOfLimit: z.number().nonnegative(),
      verifyMs: z.number(),
      provenBytes: z.number().int(),
      /** One a GPU that was asked. */
      parts: z.array(
        z.object({
          gpuId: z.string().nullable(),
          verdict: z.enum(verdicts),
          /** null: there is no more to tell. */
          detail: z.enum(verdictDetails).nullable(),
          provenBytes: z.number().int(),
          askedBytes: z.number().int(),
        }),
      ),
    })
    .nullable(),
});
export type Status = z.infer<typeof statusSchema>;

export const controlContract = {
  /** Wants to earn: joins the network, proves, takes jobs. Idempotent. */
  start: oc.output(z.object({ activity: z.enum(activities) })),
  /** Stops work now, by the grace of the running job, and tells the network. Idempotent. */
  pause: oc.output(z.object({ activity: z.enum(activities) })),
  resume: oc.output(z.object({ activity: z.enum(activities) })),
  /** Pauses once the running job has ended. */
  finish: oc.output(z.object({ activity: z.enum(activities) })),
};
