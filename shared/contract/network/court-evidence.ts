/** What a slash rests on, as the court keeps it: kinds of evidence, and one piece with its hash. */
import { z } from 'zod';

export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

export const evidenceKinds = [
  'lease',
  /** Minutes of one hour, as sixty bits, with what excuses each and what is held against the device. */
  'hired_hour',
  /** The job's own events. */
  'job_turns',
  /** Moments at which the device left a sign of being on. */
  'signs_of_life',
  /** Pauses that the owner declared. */
  'owner_events',
  'absence',
  'renter_report',
  'challenges',
  /** What a device was asked to infer, and what it answered under its own signature. */
  'inference',
  'fraud_report',
  /** Lines of a job's log that its renter cites. */
  'job_lines',
  /** Of the pattern of its proofs: what looked odd, with the numbers. */
  'review',
  'votes',
  'finding',
] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

/** `body` is the canonical JSON (RFC 8785) of which `sha256` is the hash. */
export const evidenceSchema = z.object({ kind: z.enum(evidenceKinds), body: z.string(), sha256: sha256Schema });
