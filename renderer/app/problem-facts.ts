/** The facts of a problem, each written for a sentence. Pure; the unit is read off the fact's name. */
import type { Formats } from './formats.ts';

export interface FactWords {
  /** Stands for null. */
  unknown: string;
  /** A code in words; the code itself where there are none. */
  reason(fact: string, code: string): string;
}

/** A code in words, or the machine's own name for a thing as it stands. */
const stringText = (name: string, value: string, formats: Formats, words: FactWords): string => {
  const said = words.reason(name, value);
  return said === value ? formats.verbatim(value) : said;
};

const factText = (name: string, value: unknown, formats: Formats, words: FactWords): string => {
  if (value === null || value === undefined) return words.unknown;
  if (typeof value === 'bigint') return formats.coins(value, { rounding: name === 'required' ? 'up' : 'down' });
  if (Array.isArray(value)) return formats.list(value.map((item) => stringText(name, String(item), formats, words)));
  if (typeof value === 'string') return stringText(name, value, formats, words);
  if (typeof value !== 'number') return String(value);
  if (name.endsWith('Celsius')) return formats.celsius(value);
  if (name.endsWith('Ms')) return formats.duration(Math.abs(value));
  if (name.endsWith('Bytes')) return formats.bytes(value);
  // Codes and numbers of things are names: they are not grouped.
  return String(value);
};

/** @param data a problem's facts */
export const factTexts = (data: object, formats: Formats, words: FactWords): Record<string, string> =>
  Object.fromEntries(Object.entries(data).map(([name, value]) => [name, factText(name, value, formats, words)]));
