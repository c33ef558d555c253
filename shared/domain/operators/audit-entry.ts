/**
 * The log of what a network's operators asked for, as a chain: each entry carries the hash of the one before it, so that
 * none can be changed or taken out unseen by whoever noted a later hash. It keeps no log.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { EpochMs } from '../../units/time.ts';
import { canonicalJson } from '../signing/canonical-json.ts';

export interface AuditFacts {
  /** From 1, without gaps. */
  readonly seq: number;
  readonly at: EpochMs;
  /** Raw Ed25519 public key, base64url. */
  readonly operatorKey: string;
  /** Procedure of the contract, such as `operators.audit`. */
  readonly call: string;
  /** What was asked, as canonical JSON; null when nothing was, or nothing that the contract knows. */
  readonly input: string | null;
  /** null: the call began. Otherwise the code with which entry `of` was refused. */
  readonly refusal: { readonly of: number; readonly code: string } | null;
  /** Hash of the entry before; `noEntry` for the first. */
  readonly previous: string;
}

/** `hash`: SHA-256 of the facts, 64 hex digits. */
export type AuditEntry = AuditFacts & { readonly hash: string };

export const noEntry = '0'.repeat(64);

export const auditHash = ({ seq, at, operatorKey, call, input, refusal, previous }: AuditFacts): string =>
  bytesToHex(
    sha256(utf8ToBytes(`perigee-audit-1\n${canonicalJson({ seq, at, operatorKey, call, input, refusal, previous })}`)),
  );

/**
 * Where a run of entries, oldest first, is not what was written.
 *
 * @param before  hash of the entry before the first of them; `noEntry` when they begin the log
 * @returns the seq of the first entry that does not follow; null when all do
 */
export const firstBreak = (entries: readonly AuditEntry[], before: string): number | null => {
  let previous = before;
  let seq = entries[0]?.seq;
  for (const entry of entries) {
    if (entry.seq !== seq || entry.previous !== previous || entry.hash !== auditHash(entry)) return entry.seq;
    previous = entry.hash;
    seq = entry.seq + 1;
  }
  return null;
};
