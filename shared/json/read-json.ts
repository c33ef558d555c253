/**
 * JSON of a stranger, read in time that goes with its length: a reader that descends takes seconds for a megabyte of
 * brackets, and what waits for it stands still.
 */
import { isDeeperThan } from './key-faults.ts';

/** @returns null when it is no JSON, or nested deeper than `mostDepth` */
export const readJson = (text: string, mostDepth: number): { value: unknown } | null => {
  if (isDeeperThan(text, mostDepth)) return null;
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
};
