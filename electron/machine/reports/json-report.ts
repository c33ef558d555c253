/** Reads the JSON that a tool prints, whatever warnings stand around it, and its loosely typed values. Pure. */
import { toolFailure, unreadableReport } from './tool-failure.ts';

/** A line that begins a document; `[WARNING] …` and `GPU[0]` do not. */
const beginning = /^[ \t\uFEFF]*(\{\s*["}]|\[\s*[{[\]])/m;

/**
 * @param text standard output
 * @returns the one JSON document in it
 * @throws GPU_TOOL_FAILED when there is none, when it was cut short, and when there is more than one
 */
export const readJsonReport = (tool: string, text: string): unknown => {
  const start = beginning.exec(text);
  if (!start?.[1]) throw toolFailure(tool, text);
  const from = start.index + start[0].indexOf(start[1]);
  const until = text.lastIndexOf(start[1].startsWith('{') ? '}' : ']');
  try {
    return JSON.parse(text.slice(from, until + 1));
  } catch (error) {
    throw unreadableReport(tool, error instanceof Error ? error.message : text, error);
  }
};

/** @returns an object's own fields by their names in lower case, for releases differ in it; empty for anything else */
export const fieldsOf = (value: unknown): ReadonlyMap<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? new Map(Object.entries(value).map(([key, field]) => [key.toLowerCase(), field]))
    : new Map();

const noAnswer = new Set(['', 'n/a', 'na', 'none', 'null', 'unknown', 'not supported', 'not available', 'unsupported']);

/** @returns the words of a string or a number; null for each way of saying nothing, and for objects and lists */
export const wordsOf = (value: unknown): string | null => {
  const words = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
  // `N/A (Secondary die)`
  return noAnswer.has(words.toLowerCase()) || /^n\/a\b/i.test(words) ? null : words;
};

/** @returns a plain number of at least 0, such as `"211.0"`; null for anything else */
export const numberOf = (value: unknown): number | null => {
  const words = wordsOf(value) ?? '';
  return /^\d+(\.\d+)?$/.test(words) && Number.isFinite(Number(words)) ? Number(words) : null;
};
