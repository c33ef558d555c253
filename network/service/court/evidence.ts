/** Evidence as it is shown and hashed: each piece as one text, so that whoever has it can check that it is the same. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { EvidenceKind } from '../../../shared/contract/network/court-evidence.ts';
import type { MinuteMask } from '../../../shared/domain/presence/minutes.ts';
import { canonicalJson } from '../../../shared/domain/signing/canonical-json.ts';
import type { Evidence } from '../../store/tables/court.ts';

export interface ShownEvidence {
  readonly kind: EvidenceKind;
  /** Canonical JSON. */
  readonly body: string;
  readonly sha256: string;
}

export const sha256Of = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));

/** Sixty bits as fifteen hexadecimal digits. */
export const maskText = (mask: MinuteMask): string => mask.toString(16).padStart(15, '0');

/** Before evidence had kinds only failed challenges were kept, in one object. */
const piecesOf = (stored: unknown): readonly Evidence[] =>
  Array.isArray(stored) ? (stored as Evidence[]) : [{ kind: 'challenges', body: stored }];

/** @param stored  the column of a slash */
export const shownEvidence = (stored: unknown): ShownEvidence[] =>
  piecesOf(stored).map(({ kind, body }) => {
    const text = canonicalJson(body);
    return { kind, body: text, sha256: sha256Of(text) };
  });
