/**
 * A job's description as the text it came as, read once. Two readers of JSON may take a key that stands twice
 * differently, so such a text is refused whichever of the two is harmless. Pure.
 */
import { visit } from 'jsonc-parser';
import type { AdmissionReason } from './admit-job.ts';

/** Twelve fields at their longest come to less. */
export const mostSpecBytes = 2 ** 20;

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

/** Whether brackets that are open at once, outside of strings, come to more than `mostDepth`. */
const isTooDeep = (text: string): boolean => {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isInString) {
      if (character === '\\') at += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (depth > mostDepth) return true;
  }
  return false;
};

const keyReasons = (text: string): AdmissionReason[] => {
  const open: Set<string>[] = [];
  const reasons = new Set<AdmissionReason>();
  visit(text, {
    onObjectBegin: () => {
      open.push(new Set());
    },
    onObjectEnd: () => {
      open.pop();
    },
    onObjectProperty: (key) => {
      const keys = open.at(-1);
      if (keys?.has(key)) reasons.add('duplicate_key');
      keys?.add(key);
      // Not a field to the readers that set an object's prototype with it, and one to those that do not.
      if (key === '__proto__') reasons.add('unknown_field');
    },
  });
  return [...reasons];
};

/**
 * - `too_large`: more bytes than a job can have
 * - `not_json`: neither UTF-8 nor JSON
 * - `too_deep`: nested as no job is
 * - `duplicate_key`: a key twice in one object
 */
export const readSpec = (bytes: Uint8Array): SpecReading => {
  const refused = (...reasons: AdmissionReason[]): SpecReading => ({ kind: 'refused', reasons });
  if (bytes.byteLength > mostSpecBytes) return refused('too_large');
  const text = textOf(bytes);
  if (text === null) return refused('not_json');
  if (isTooDeep(text)) return refused('too_deep');
  const read = parsed(text);
  if (read === null) return refused('not_json');
  const reasons = keyReasons(text);
  return reasons.length > 0 ? refused(...reasons) : { kind: 'read', spec: read.value };
};
