/**
 * One line of a device's log. Each carries the hash of the one before it, so that none can be changed or taken out unseen
 * by whoever noted a later hash. Who has the whole log can write it anew: alone it proves order, not truth. It keeps no log.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { EpochMs } from '../../units/time.ts';
import { canonicalJson } from '../signing/canonical-json.ts';
import type { Happening } from './happening.ts';

interface LogFacts {
  /** From 1, without gaps. */
  readonly seq: number;
  /** When it was written, by this device's clock. */
  readonly at: EpochMs;
  readonly kind: Happening['kind'];
  /** Canonical JSON of what happened, without its kind. */
  readonly body: string;
  /** Hash of the entry before; `firstPrevious` for the first ever. */
  readonly previous: string;
}

/** `hash`: SHA-256 of the facts, 64 hex digits. */
export type LogEntry = LogFacts & { readonly hash: string };

export const firstPrevious = '0'.repeat(64);

const hashOf = ({ seq, at, kind, body, previous }: LogFacts): string =>
  bytesToHex(sha256(utf8ToBytes(`perigee-device-log-1\n${canonicalJson({ seq, at, kind, body, previous })}`)));

/** @param last  the entry before; null for the first ever */
export const nextEntry = (
  { kind, ...facts }: Happening,
  at: EpochMs,
  last: Pick<LogEntry, 'seq' | 'hash'> | null,
): LogEntry => {
  const entry: LogFacts = {
    seq: (last?.seq ?? 0) + 1,
    at,
    kind,
    body: canonicalJson(facts),
    previous: last?.hash ?? firstPrevious,
  };
  return { ...entry, hash: hashOf(entry) };
};

/**
 * Where a run of entries, oldest first, is not what was written. Older entries may have been dropped, so the first may
 * follow any hash.
 *
 * @returns the seq of the first entry that does not follow; null when all do
 */
export const firstLogBreak = (entries: readonly LogEntry[]): number | null => {
  let { seq, previous } = entries[0] ?? { seq: 0, previous: '' };
  for (const entry of entries) {
    if (entry.seq !== seq || entry.previous !== previous || entry.hash !== hashOf(entry)) return entry.seq;
    previous = entry.hash;
    seq = entry.seq + 1;
  }
  return null;
};
