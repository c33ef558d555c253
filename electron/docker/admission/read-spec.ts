/**
 * A job's description as the text it came as, read once. Two readers of JSON may take a key that stands twice
 * differently, so such a text is refused whichever of the two is harmless. Pure.
 */
import { mostSpecText } from '../../../shared/contract/app/worker.ts';
import { isDeeperThan, keyFaultsOf } from '../../../shared/json/key-faults.ts';
import type { AdmissionReason } from './admit-job.ts';

/** A job is two levels deep. */
const mostDepth = 8;

export type SpecReading = { kind: 'read'; spec: unknown } | { kind: 'refused'; reasons: AdmissionReason[] };

const textOf = (bytes: Uint8Array): string | null => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
};

const parsed = (text: string): { value: unknown } | null => {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
};

/**
 * - `too_large`: more bytes than a job can have
 * - `not_json`: neither UTF-8 nor JSON
 * - `too_deep`: nested as no job is
 * - `duplicate_key`: a key twice in one object
 */
export const readSpec = (bytes: Uint8Array): SpecReading => {
  const refused = (...reasons: AdmissionReason[]): SpecReading => ({ kind: 'refused', reasons });
  if (bytes.byteLength > mostSpecText) return refused('too_large');
  const text = textOf(bytes);
  if (text === null) return refused('not_json');
  if (isDeeperThan(text, mostDepth)) return refused('too_deep');
  const read = parsed(text);
  if (read === null) return refused('not_json');
  const { isRepeated, namesPrototype } = keyFaultsOf(text);
  const reasons = [...(isRepeated ? ['duplicate_key'] : []), ...(namesPrototype ? ['unknown_field'] : [])];
  return reasons.length > 0 ? refused(...reasons) : { kind: 'read', spec: read.value };
};
