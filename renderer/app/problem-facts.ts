/** The facts of a problem, each written for a sentence. Pure; the unit is read off the fact's name. */
import type { Formats } from './formats.ts';

const factText = (name: string, value: unknown, formats: Formats, unknown: string): string => {
  if (value === null || value === undefined) return unknown;
  if (typeof value === 'bigint') return formats.coins(value, { rounding: name === 'required' ? 'up' : 'down' });
  if (Array.isArray(value)) return formats.list(value.map(String));
  if (typeof value !== 'number') return String(value);
  if (name.endsWith('Celsius')) return formats.celsius(value);
  if (name.endsWith('Ms')) return formats.duration(Math.abs(value));
  // Codes and numbers of things are names: they are not grouped.
  return String(value);
};

/** @param data a problem's facts @param unknown what stands for null */
export const factTexts = (data: object, formats: Formats, unknown: string): Record<string, string> =>
  Object.fromEntries(Object.entries(data).map(([name, value]) => [name, factText(name, value, formats, unknown)]));
